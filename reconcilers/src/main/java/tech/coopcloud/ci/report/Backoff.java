package tech.coopcloud.ci.report;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long to wait before the next try: 2 s, and twice as long each time. In memory: after a
 * restart it begins anew.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 20;

  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /**
   * It failed once more.
   *
   * @param most the longest wait
   */
  Duration next(String key, Duration most) {
    int times = failures.merge(key, 1, Integer::sum);
    Duration pause = FIRST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    return pause.compareTo(most) > 0 ? most : pause;
  }

  void forget(String key) {
    failures.remove(key);
  }
}
