package tech.coopcloud.ci.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process last wrote into the comments of runs that are under way, so that nothing is
 * written twice and nothing too often. After a restart it knows nothing, and the next look writes
 * once more what may stand there already.
 */
final class Shown {
  private static final Duration BETWEEN_EDITS = Duration.ofSeconds(2);

  private record Last(String text, Instant at) {}

  private final Map<String, Last> last = new ConcurrentHashMap<>();

  boolean is(String uid, String text) {
    Last known = last.get(uid);
    return known != null && known.text().equals(text);
  }

  /** How long the next edit has to wait; zero or less when it may be made now. */
  Duration pause(String uid, Instant now) {
    Last known = last.get(uid);
    return known == null ? Duration.ZERO : Duration.between(now, known.at().plus(BETWEEN_EDITS));
  }

  void now(String uid, String text, Instant at) {
    last.put(uid, new Last(text, at));
  }

  void forget(String uid) {
    last.remove(uid);
  }
}
