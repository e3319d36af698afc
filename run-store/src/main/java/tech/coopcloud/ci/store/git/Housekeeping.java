package tech.coopcloud.ci.store.git;

import java.time.Duration;
import java.util.Set;
import tech.coopcloud.ci.store.object.GroupResource;

/**
 * How the store keeps its repository small.
 *
 * @param history how long the history of {@code status} goes back at least; it goes back twice as
 *     long at most. That of {@code main} is kept for ever
 * @param grace how long what nothing refers to stays on disk, for git processes that are about to
 *     refer to it
 * @param archived the kinds whose objects stay findable when they have left
 */
public record Housekeeping(Duration history, Duration grace, Set<GroupResource> archived) {
  public static final Housekeeping DEFAULT =
      new Housekeeping(Duration.ofDays(30), Duration.ofHours(1), Set.of());

  public Housekeeping {
    archived = Set.copyOf(archived);
    if (history.isNegative() || history.isZero()) {
      throw new IllegalArgumentException("The history of status cannot go back " + history);
    }
  }
}
