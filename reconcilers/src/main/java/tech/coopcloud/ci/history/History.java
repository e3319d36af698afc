package tech.coopcloud.ci.history;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;

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
        last == null ? null : verdict(last).text(),
        last == null ? null : last.getStatus().level(),
        finished.size(),
        (int) finished.stream().filter(run -> verdict(run) == Verdict.PASSED).count(),
        before == null ? null : before.forge(),
        before == null ? null : before.conditions(),
        generation);
  }

  private static Verdict verdict(TestRun finished) {
    return Objects.requireNonNull(Verdict.of(finished.getStatus()), "it is over");
  }
}
