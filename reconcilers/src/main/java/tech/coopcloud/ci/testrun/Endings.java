package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/** Gives the stages their verdicts, and leads to the next stage or to TearingDown. Pure. */
final class Endings {
  /** A stage is begun this often at the most. */
  static final int MOST_ATTEMPTS = 3;

  /** Not the recipe's doing, and likely to pass. */
  private static final Set<Reason> WORTH_ANOTHER_TRY =
      EnumSet.of(Reason.INFRASTRUCTURE, Reason.IMAGE_PULL_FAILED);

  private Endings() {}

  /**
   * The stage at work ends like this; the next one begins, if there is one that can. A failure of
   * the infrastructure begins the same stage again, at most twice.
   */
  static TestRunStatus stage(
      RunView view,
      TestRunStatus status,
      StageState state,
      Reason reason,
      @Nullable String sentence) {
    String now = Summary.time(Instant.now());
    StageName name = view.stage().name();
    StageStatus stage = status.stage(name);
    if (stage == null) {
      return end(view, status, state, reason, sentence);
    }
    if (state == StageState.UNVERIFIED
        && WORTH_ANOTHER_TRY.contains(reason)
        && stage.attemptsOrOne() < MOST_ATTEMPTS) {
      return status.withStage(stage.again(String.valueOf(sentence), now));
    }
    TestRunStatus ended = status.withStage(stage.finished(state, reason, sentence, now));
    if (state != StageState.PASSED) {
      boolean held =
          state == StageState.FAILED
              && name != StageName.LINT
              && !view.spec().keepOrNone().isZero();
      ended =
          state == StageState.SKIPPED
              ? skip(ended, name, sentence, now)
              : block(ended, name, held, now);
    }
    StageName next = next(ended);
    return next == null
        ? tearDown(ended)
        : ended.withStage(waiting(ended, next).started(now)).edit().stage(next).build();
  }

  /** Every stage that is not over ends like this, and no later one begins. */
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
      StageStatus stage = waiting(ended, name);
      if (!stage.state().isFinal()) {
        ended = ended.withStage(stage.finished(state, reason, sentence, now));
      }
    }
    return tearDown(ended);
  }

  /** The stage at work took too long, and nothing is begun after it. */
  static TestRunStatus timedOut(RunView view, TestRunStatus status, String sentence) {
    StageStatus late =
        view.stage()
            .finished(
                StageState.UNVERIFIED,
                Reason.STAGE_TIMED_OUT,
                sentence,
                Summary.time(Instant.now()));
    return end(
        view,
        status.withStage(late),
        StageState.UNVERIFIED,
        Reason.EARLIER_STAGE,
        "The stage " + late.name().text() + " took too long.");
  }

  private static TestRunStatus tearDown(TestRunStatus status) {
    return status.edit().phase(Phase.TEARING_DOWN).stage(null).queuePosition(null).build();
  }

  /** What stands on a stage that does not apply does not apply either. */
  private static TestRunStatus skip(
      TestRunStatus status, StageName earlier, @Nullable String sentence, String now) {
    TestRunStatus skipped = status;
    for (StageStatus later : status.stagesOrNone()) {
      if (!later.state().isFinal() && Stages.needs(later.name(), earlier)) {
        skipped =
            skipped.withStage(
                later.finished(
                    StageState.SKIPPED,
                    Reason.EXPECTED_SKIP,
                    "The stage " + earlier.text() + " was skipped: " + sentence,
                    now));
      }
    }
    return skipped;
  }

  private static TestRunStatus block(
      TestRunStatus status, StageName earlier, boolean held, String now) {
    TestRunStatus blocked = status;
    for (StageStatus later : status.stagesOrNone()) {
      if (!later.state().isFinal() && (held || Stages.blocks(earlier, later.name()))) {
        blocked =
            blocked.withStage(
                later.finished(
                    StageState.UNVERIFIED,
                    Reason.EARLIER_STAGE,
                    held
                        ? "The deployment is kept as the stage " + earlier.text() + " left it."
                        : "The stage " + earlier.text() + " did not pass.",
                    now));
      }
    }
    return blocked;
  }

  private static @Nullable StageName next(TestRunStatus status) {
    return status.stagesOrNone().stream()
        .filter(stage -> !stage.state().isFinal())
        .map(StageStatus::name)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static StageStatus waiting(TestRunStatus status, StageName name) {
    StageStatus known = status.stage(name);
    return known == null ? StageStatus.waiting(name) : known;
  }
}
