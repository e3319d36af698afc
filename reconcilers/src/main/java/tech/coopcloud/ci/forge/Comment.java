package tech.coopcloud.ci.forge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment, as the forge has it now.
 *
 * @param id grows from comment to comment, over all repositories
 * @param pull number of its pull request, null when it stands on an issue
 * @param author login, null when the author's account is gone
 * @param address where a person reads it
 */
public record Comment(
    long id,
    @Nullable Long pull,
    @Nullable String author,
    String body,
    String address,
    Instant created,
    Instant updated) {
  /** The forge counts in seconds and writes both times one after the other. */
  private static final Duration ONE_TICK = Duration.ofSeconds(1);

  /** Whether somebody, not necessarily the author, changed it after it was written. */
  public boolean edited() {
    return updated.isAfter(created.plus(ONE_TICK));
  }
}
