package tech.coopcloud.ci.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Formats;
import tech.coopcloud.ci.model.Retention;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;

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
    int place = 0;
    int failed = 0;
    for (TestRun run : Finished.of(runs)) {
      if (run.getMetadata().getDeletionTimestamp() != null) {
        continue;
      }
      boolean counts = retention.keepLast() == null || place < retention.keepLast();
      boolean failedCounts =
          Verdict.of(run.getStatus()) != Verdict.PASSED
              && retention.keepFailed() != null
              && failed++ < retention.keepFailed();
      Instant end = ttl == null ? null : Finished.end(run).plus(ttl);
      boolean young = end == null || end.isAfter(now);
      if (place++ == 0) {
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
}
