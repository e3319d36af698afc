package tech.coopcloud.ci.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/** A run beside the last one that no pull request had asked for. Pure. */
final class Comparison {
  private Comparison() {}

  /**
   * The newest finished run of the same recipe outside of pull requests that had a stage of this
   * one.
   */
  static Optional<TestRun> before(TestRun run, Collection<TestRun> all) {
    List<TestRun> alike = all.stream().filter(other -> hasStageOf(run, other)).toList();
    return NewestRun.of(run.getMetadata().getNamespace(), run.getSpec().recipe(), alike);
  }

  private static boolean hasStageOf(TestRun run, TestRun other) {
    return Seen.status(run).stagesOrNone().stream()
        .filter(stage -> !neverBegan(stage))
        .anyMatch(stage -> Seen.status(other).stage(stage.name()) != null);
  }

  /** What comes after a stage that failed says nothing by itself. */
  private static boolean neverBegan(StageStatus stage) {
    return Reason.EARLIER_STAGE.text().equals(stage.reason());
  }

  /** Stage by stage what is not as it was, e.g. {@code upgrade: Failed, was Passed}. */
  static List<String> changes(TestRun run, TestRun before) {
    List<String> changes = new ArrayList<>();
    for (StageStatus now : Seen.status(run).stagesOrNone()) {
      StageStatus was = Seen.status(before).stage(now.name());
      if (was != null && was.state() != now.state() && !neverBegan(now)) {
        changes.add(
            now.name().text() + ": " + Seen.word(now.state()) + ", was " + Seen.word(was.state()));
      }
    }
    return List.copyOf(changes);
  }
}
