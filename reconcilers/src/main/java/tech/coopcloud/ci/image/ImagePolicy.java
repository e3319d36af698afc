package tech.coopcloud.ci.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * When an image that cc-ci pulled goes again. Pure.
 *
 * @param unusedFor an image that no deployment asked for in this time is not kept
 * @param minFree in percent of the engine's file system; where less is free, images go sooner
 */
public record ImagePolicy(Duration unusedFor, int minFree) {
  public static final ImagePolicy DEFAULT = new ImagePolicy(Duration.ofDays(7), 10);

  /** What was used in this time is kept in any case. */
  private static final Duration SHORT = Duration.ofHours(1);

  /** Why an image goes. */
  public enum Why {
    UNUSED,
    DISK_FULL
  }

  /** The names that may go, the one that was not used for longest first. */
  List<String> candidates(Ledger ledger, Why why, Instant now) {
    Duration age = why == Why.UNUSED || unusedFor.compareTo(SHORT) < 0 ? unusedFor : SHORT;
    Instant limit = now.minus(age);
    Set<String> needed = needed(ledger);
    return ledger.pulled().entrySet().stream()
        .filter(entry -> entry.getValue().lastUsed().isBefore(limit))
        .filter(entry -> !needed.contains(entry.getValue().id()))
        .sorted(
            Comparator.comparing((Map.Entry<String, Ledger.Pulled> e) -> e.getValue().lastUsed())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** E.g. {@code 168h}. */
  String unusedForText() {
    return unusedFor.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** By id, since one image may have been pulled under several names. */
  private static Set<String> needed(Ledger ledger) {
    Set<String> ids = new HashSet<>();
    for (Ledger.Use use : ledger.uses()) {
      for (String image : use.images()) {
        Ledger.Pulled pulled = ledger.pulled().get(image);
        if (pulled != null) {
          ids.add(pulled.id());
        }
      }
    }
    return ids;
  }
}
