package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/** Gives the stages their verdicts and leads to TearingDown. Pure. */
final class Endings {
  private Endings() {}

  /** The stage {@code install} ends like this, and no later stage begins. */
  static TestRunStatus end(
      RunView view,
      TestRunStatus status,
      StageState state,
      Reason reason,
      @Nullable String sentence) {
    String now = Summary.time(Instant.now());
    TestRunStatus ended = status;
    List<StageName> asked =
        view.spec() == null ? List.of(StageName.INSTALL) : Stages.of(view.spec());
    for (StageName name : asked) {
      StageStatus known = ended.stage(name);
      StageStatus stage = known == null ? StageStatus.waiting(name) : known;
      if (!Stages.SUPPORTED.contains(name)) {
        ended = ended.withStage(notSupported(stage, now));
      } else if (!stage.state().isFinal()) {
        ended = ended.withStage(stage.finished(state, reason, sentence, now));
      }
    }
    return ended.edit().phase(Phase.TEARING_DOWN).stage(null).queuePosition(null).build();
  }

  private static StageStatus notSupported(StageStatus stage, String now) {
    return stage.finished(
        StageState.UNVERIFIED,
        Reason.NOT_SUPPORTED,
        "This version of cc-ci does not run the stage "
            + stage.name().text()
            + ": leave it out of spec.stages.",
        now);
  }
}
