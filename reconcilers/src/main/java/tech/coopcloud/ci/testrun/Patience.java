package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Looks again, ever more rarely, until what is seen is good or the time is over. */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private Patience() {}

  /** The first that is good, else the last. */
  static <T> T until(Duration time, Predicate<T> good, Callable<T> look) throws Exception {
    Instant end = Instant.now().plus(time);
    Duration pause = FIRST_PAUSE;
    while (true) {
      T seen = look.call();
      if (good.test(seen) || Instant.now().plus(pause).isAfter(end)) {
        return seen;
      }
      LockSupport.parkNanos(pause.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
  }
}
