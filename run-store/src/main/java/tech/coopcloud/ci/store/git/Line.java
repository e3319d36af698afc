package tech.coopcloud.ci.store.git;

import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the history of {@code status}, from a commit without parents on. Now and then the
 * store begins another, so that history does not grow for ever; the one before is kept as {@link
 * #FORMER} until the next change.
 *
 * @param since when it began
 * @param continues the last commit of the line before; null for the first line of all
 */
record Line(Instant since, @Nullable ObjectId continues) {
  /** The line before the one that {@code status} is on. */
  static final String FORMER = "refs/heads/status-before";

  boolean isOlderThan(Duration age, Instant now) {
    return since.plus(age).isBefore(now);
  }
}
