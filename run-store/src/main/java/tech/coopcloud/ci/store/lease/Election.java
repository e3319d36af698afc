package tech.coopcloud.ci.store.lease;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import tech.coopcloud.ci.store.git.RemoteRegister;

/**
 * What it takes to compete for a lease.
 *
 * @param register where it lies
 * @param termFile in the data folder, which it tells to be in use
 * @param clock for what people read
 * @param nanoTime monotonic, as {@link System#nanoTime}: what everything is judged by
 */
public record Election(
    RemoteRegister register,
    Path termFile,
    Candidate candidate,
    LeaseTimes times,
    Clock clock,
    LongSupplier nanoTime) {
  /** The name of the lease on the register. */
  static final String LEASE = "lease";

  /** Below this, each standby has a name. */
  private static final String STANDBYS = "standby/";

  long now() {
    return nanoTime.getAsLong();
  }

  /** The name on the register under which this server says that it is there. */
  String announcement() {
    return STANDBYS + candidate.name();
  }

  /** Whether another server says there that it is there. */
  boolean isOfAnother(String name) {
    return name.startsWith(STANDBYS) && !name.equals(announcement());
  }
}
