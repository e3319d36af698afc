package tech.coopcloud.ci.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Formats;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Retention;
import tech.coopcloud.ci.model.TestRun;

/**
 * Which finished runs of a recipe go. The newest one always stays, since it is what is known of the
 * recipe. Of the others those stay that are among the newest {@code keepLast}, or among the newest
 * {@code keepFailed} of those that did not pass, and that ended less than {@code ttl} ago; what is
 * not said is no limit, and where nothing is said it is {@link #DEFAULT}. Pure.
 *
 * @param gone the runs to delete
 * @param next when to look again, or null when only the end of a run changes anything
 */
record Expiry(List<TestRun> gone, @Nullable Instant next) {
  /** Where a Recipe says nothing: a run's screenshots take a megabyte, and disks are small. */
  static final Retention DEFAULT = new Retention(50, 50, null);

  static Expiry of(Collection<TestRun> runs, @Nullable Retention wanted, Instant now) {
    Retention retention = wanted == null ? DEFAULT : wanted;
    Duration ttl = retention.ttl() == null ? null : Formats.duration(retention.ttl());
    List<TestRun> gone = new ArrayList<>();
    Instant next = null;
    int kept = 0;
    int failed = 0;
    for (TestRun run : finished(runs)) {
      boolean counts = retention.keepLast() == null || kept < retention.keepLast();
      boolean failedCounts =
          !History.passed(run.getStatus())
              && retention.keepFailed() != null
              && failed++ < retention.keepFailed();
      Instant end = ttl == null ? null : ended(run).plus(ttl);
      boolean young = end == null || end.isAfter(now);
      if (kept++ == 0) {
        continue;
      }
      if (!young || !(counts || failedCounts)) {
        gone.add(run);
      } else if (end != null && (next == null || end.isBefore(next))) {
        next = end;
      }
    }
    return new Expiry(List.copyOf(gone), next);
  }

  /** Newest first. */
  private static List<TestRun> finished(Collection<TestRun> runs) {
    return runs.stream()
        .filter(run -> run.getStatus() != null && run.getStatus().phase() == Phase.DONE)
        .filter(run -> run.getStatus().finishedAt() != null)
        .filter(run -> run.getMetadata().getDeletionTimestamp() == null)
        .sorted(
            Comparator.comparing(Expiry::ended)
                .thenComparing(run -> run.getMetadata().getName())
                .reversed())
        .toList();
  }

  private static Instant ended(TestRun run) {
    return Instant.parse(String.valueOf(run.getStatus().finishedAt()));
  }
}
