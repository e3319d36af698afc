package tech.coopcloud.ci.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;

/**
 * What a disk that is too full asks for next. Finished runs go one at a time, since a deletion is
 * seen in the free space only when it is through: those that passed before those that did not, and
 * of each the one that ended first. The newest finished run of each recipe stays, since it is what
 * is known of the recipe. Pure.
 */
sealed interface Pressure {
  /** A deletion that takes longer than this is not waited for. */
  Duration PATIENCE = Duration.ofMinutes(1);

  /** With so many deletions that take too long, more of them would help nobody. */
  int MOST_HANGING = 3;

  /** Delete this one. */
  record Delete(TestRun run) implements Pressure {}

  /** One is being deleted; its space is not seen yet. */
  record Wait() implements Pressure {}

  /** Deletions that take too long are all that is left to wait for. */
  record Hanging(List<TestRun> runs) implements Pressure {}

  /** None is left that may go. */
  record NothingLeft() implements Pressure {}

  /**
   * @param runs all there are
   */
  static Pressure of(Collection<TestRun> runs, Instant now) {
    List<TestRun> finished = Finished.of(runs);
    List<TestRun> going = finished.stream().filter(Pressure::isGoing).toList();
    List<TestRun> hanging = going.stream().filter(run -> hangs(run, now)).toList();
    List<TestRun> candidates = candidates(finished);
    if (going.size() > hanging.size()) {
      return new Wait();
    }
    if (hanging.size() >= MOST_HANGING || (candidates.isEmpty() && !hanging.isEmpty())) {
      return new Hanging(hanging);
    }
    return candidates.isEmpty() ? new NothingLeft() : new Delete(candidates.getFirst());
  }

  private static List<TestRun> candidates(List<TestRun> newestFirst) {
    Set<String> recipes = new HashSet<>();
    return newestFirst.stream()
        .filter(run -> !isGoing(run))
        .filter(run -> !recipes.add(recipe(run)))
        .sorted(
            Comparator.comparing(Pressure::passed).reversed().thenComparing(Finished.OLDEST_FIRST))
        .toList();
  }

  /** Those whose manifests were never valid count as of one recipe. */
  private static String recipe(TestRun run) {
    return run.getMetadata().getNamespace()
        + "/"
        + (run.getSpec() == null ? "" : run.getSpec().recipe());
  }

  private static boolean passed(TestRun run) {
    return Verdict.of(run.getStatus()) == Verdict.PASSED;
  }

  private static boolean isGoing(TestRun run) {
    return run.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean hangs(TestRun going, Instant now) {
    return Instant.parse(going.getMetadata().getDeletionTimestamp()).plus(PATIENCE).isBefore(now);
  }
}
