package tech.coopcloud.ci.controller.trigger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signatures of the newest deliveries, so that one that is sent again starts nothing. What was
 * forgotten meanwhile starts a look that finds nothing new.
 */
final class Deliveries {
  private static final int MOST = 4096;

  private final Map<String, Boolean> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Whether this one had not come before. */
  synchronized boolean isNew(String signature) {
    return known.put(signature, true) == null;
  }
}
