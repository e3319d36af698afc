package tech.coopcloud.ci.history;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** What a Recipe's status is to say, from the runs that there are. Pure. */
final class History {
  private History() {}

  /**
   * @param runs all runs of the recipe
   * @param before the status as it is; what is not ours in it is kept
   */
  static RecipeStatus of(Collection<TestRun> runs, @Nullable RecipeStatus before, long generation) {
    List<TestRun> finished = Finished.of(runs);
    TestRun last = finished.isEmpty() ? null : finished.getFirst();
    return new RecipeStatus(
        last == null ? null : last.getMetadata().getName(),
        last == null ? null : verdict(last.getStatus()),
        last == null ? null : last.getStatus().level(),
        finished.size(),
        (int) finished.stream().filter(r -> passed(r.getStatus())).count(),
        before == null ? null : before.forge(),
        before == null ? null : before.conditions(),
        generation);
  }

  private static String verdict(TestRunStatus status) {
    if (passed(status)) {
      return "Passed";
    }
    boolean failed = status.stagesOrNone().stream().anyMatch(s -> s.state() == StageState.FAILED);
    return failed ? "Failed" : "Unverified";
  }

  private static boolean passed(TestRunStatus status) {
    var succeeded = status.condition(ConditionType.SUCCEEDED);
    return succeeded != null && "True".equals(succeeded.getStatus());
  }
}
