package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;

/**
 * What a Recipe's {@code concurrency.policy} makes of a run that is not alone. Pure. Of two runs
 * exactly one is the newer, so no two ever end each other.
 */
final class Overlap {
  /** Timestamps are in seconds; within one the uid decides, as it does in the queue. */
  private static final Comparator<TestRun> AGE =
      Comparator.comparing((TestRun run) -> Instant.parse(run.getMetadata().getCreationTimestamp()))
          .thenComparing(run -> run.getMetadata().getUid());

  private Overlap() {}

  /**
   * The other runs of its recipe, for the same pull request or for none as well, that wait or are
   * at work, the oldest first. What is on its way out stands in nobody's way.
   */
  static List<TestRun> group(TestRun run, Collection<TestRun> all) {
    return all.stream()
        .filter(other -> !other.getMetadata().getUid().equals(run.getMetadata().getUid()))
        .filter(other -> sameGroup(run, other) && isActive(other))
        .sorted(AGE)
        .toList();
  }

  /** The end of a run that another one of its group leaves no room for, or null. */
  static @Nullable Decision end(RunView view) {
    if (view.recipe() == null || view.group().isEmpty()) {
      return null;
    }
    return switch (view.recipeSpec().concurrencyOrDefault().policyOrDefault()) {
      case QUEUE -> null;
      case REPLACE -> replaced(view);
      case FORBID -> forbidden(view);
    };
  }

  private static @Nullable Decision replaced(RunView view) {
    TestRun newest = view.group().getLast();
    return AGE.compare(newest, view.run()) < 0
        ? null
        : new Decision.End(
            StageState.UNVERIFIED,
            Reason.SUPERSEDED,
            "Run "
                + newest.getMetadata().getName()
                + of(view)
                + " is newer, and the Recipe's concurrency.policy is Replace.");
  }

  /** Only what has not begun is forbidden; what has begun comes before what has not. */
  private static @Nullable Decision forbidden(RunView view) {
    if (view.status().phaseOrPending() != Phase.PENDING) {
      return null;
    }
    return view.group().stream()
        .filter(other -> phase(other) != Phase.PENDING || AGE.compare(other, view.run()) < 0)
        .findFirst()
        .map(
            other ->
                new Decision.End(
                    StageState.UNVERIFIED,
                    Reason.ALREADY_ACTIVE,
                    "Run "
                        + other.getMetadata().getName()
                        + of(view)
                        + " is not over, and the Recipe's concurrency.policy is Forbid: wait for it or cancel it,"
                        + " and ask for this run again."))
        .orElse(null);
  }

  private static String of(RunView view) {
    return view.spec().pullRequest() == null ? " of the recipe" : " of the pull request";
  }

  private static boolean sameGroup(TestRun run, TestRun other) {
    return other.getSpec() != null
        && other.getMetadata().getNamespace().equals(run.getMetadata().getNamespace())
        && run.getSpec().recipe().equals(other.getSpec().recipe())
        && samePull(run.getSpec().pullRequest(), other.getSpec().pullRequest());
  }

  private static boolean samePull(@Nullable PullRequest one, @Nullable PullRequest other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.is(other.owner(), other.repository(), other.number());
  }

  private static boolean isActive(TestRun run) {
    boolean going =
        switch (phase(run)) {
          case PENDING, DEPLOYING, STAGE -> true;
          case TEARING_DOWN, DONE -> false;
        };
    return going
        && run.getMetadata().getDeletionTimestamp() == null
        && !run.getSpec().cancelled()
        && (run.getStatus() == null || Summary.refusedByStore(run.getStatus()) == null);
  }

  private static Phase phase(TestRun run) {
    return run.getStatus() == null ? Phase.PENDING : run.getStatus().phaseOrPending();
  }
}
