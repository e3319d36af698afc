package tech.coopcloud.ci.store.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a server may do about the lease that it sees. */
sealed interface Claim {
  /** It may take it. */
  record Take() implements Claim {}

  /**
   * It has to wait.
   *
   * @param sentence for whom, and until when
   */
  record Wait(String sentence) implements Claim {}

  /**
   * It does not belong here.
   *
   * @param sentence why, and what to do
   */
  record Refuse(String sentence) implements Claim {}

  /**
   * @param lease what is there; null for nothing
   * @param unchanged for how long it was seen to be the same
   * @param patience after how long a leader that nobody may follow is said not to answer
   */
  static Claim of(
      @Nullable Lease lease, Candidate candidate, Duration unchanged, Duration patience) {
    String holder = lease == null ? null : lease.holder();
    if (lease == null || holder == null || holder.equals(candidate.name())) {
      return new Take();
    }
    boolean goneForGood = lease.isSolo() && candidate.takeOver();
    if (!lease.installation().equals(candidate.installation()) && !goneForGood) {
      return new Refuse(
          "%s leads on the state repository with another controller-id or secrets.key: copy both files from its data folder into this one, or, if it is gone for good, start this server once with --take-over"
              .formatted(holder));
    }
    Duration duration = lease.duration();
    boolean over = unchanged.compareTo(duration == null ? patience : duration) > 0;
    if (over && (duration != null || goneForGood)) {
      return new Take();
    }
    return new Wait(
        over
            ? "%s leads on the state repository without a standby so far, and does not answer: if it is gone for good, start this server once with --take-over; else see that it reaches the repository"
                .formatted(holder)
            : "standby of " + holder);
  }
}
