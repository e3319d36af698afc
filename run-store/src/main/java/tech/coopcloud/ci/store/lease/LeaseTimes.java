package tech.coopcloud.ci.store.lease;

import java.time.Duration;

/**
 * How long everything takes that has to do with a lease. Each side goes by its own monotonic clock.
 *
 * @param duration who sees a lease unchanged for longer may take it
 * @param deadline who could not renew it for so long acts no more; counted from when the last
 *     renewal that was accepted was sent, so that it is over before {@code duration} is for anybody
 * @param renew how often it is renewed while there is a standby
 * @param look how often a standby looks at it
 * @param rest how often a leader without a standby looks for one
 * @param announce how often a standby says that it is there
 * @param gone after how long without that a standby is taken to be gone
 * @param patience after how long a leader that holds a lease without an end is said not to answer
 */
public record LeaseTimes(
    Duration duration,
    Duration deadline,
    Duration renew,
    Duration look,
    Duration rest,
    Duration announce,
    Duration gone,
    Duration patience) {

  public static final LeaseTimes DEFAULT =
      new LeaseTimes(
          Duration.ofSeconds(9),
          Duration.ofSeconds(7),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));

  public LeaseTimes {
    if (deadline.compareTo(duration) >= 0 || renew.compareTo(deadline) >= 0) {
      throw new IllegalArgumentException(
          "A lease of %s is to be renewed every %s, and left after %s"
              .formatted(duration, renew, deadline));
    }
  }
}
