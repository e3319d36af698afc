package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which runs may start. Pure: all runs and the capacity in, a place for each waiting run out.
 * Higher priority first, then first in, first out; a run whose recipe has as many runs going as it
 * may does not hold up those behind it.
 */
final class Queue {
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
  private static final Duration LOOK_OF_EACH_PLACE = Duration.ofMillis(500);
  private static final Duration RAREST_LOOK = Duration.ofMinutes(1);

  private Queue() {}

  /**
   * A run that is not done.
   *
   * @param recipe namespace and name of its recipe
   * @param most how many runs of that recipe may go on at once
   * @param holdsSlot whether it has left Pending
   */
  record Entry(
      String uid, String recipe, int most, int priority, Instant created, boolean holdsSlot) {}

  /**
   * @param capacity how many runs may go on at once
   * @return for each waiting run, by uid: 0 when it may start now, else its place in the queue from
   *     1
   */
  static Map<String, Integer> places(Collection<Entry> entries, int capacity) {
    Map<String, Integer> going = new HashMap<>();
    int free = capacity;
    for (Entry entry : entries) {
      if (entry.holdsSlot()) {
        going.merge(entry.recipe(), 1, Integer::sum);
        free--;
      }
    }
    List<Entry> waiting =
        entries.stream()
            .filter(e -> !e.holdsSlot())
            .sorted(
                Comparator.comparingInt(Entry::priority)
                    .reversed()
                    .thenComparing(Entry::created)
                    .thenComparing(Entry::uid))
            .toList();
    Map<String, Integer> places = new HashMap<>();
    int place = 0;
    for (Entry entry : waiting) {
      if (free > 0 && going.getOrDefault(entry.recipe(), 0) < entry.most()) {
        free--;
        going.merge(entry.recipe(), 1, Integer::sum);
        places.put(entry.uid(), 0);
      } else {
        places.put(entry.uid(), ++place);
      }
    }
    return places;
  }

  /**
   * How long a waiting run leaves it at its place before it looks by itself. Those next in line are
   * woken when a slot becomes free. Each that moved up writes its place, so the farther back, the
   * rarer: else a long queue would keep the state busy with that alone.
   */
  static Duration look(int place) {
    Duration look = FIRST_LOOK.plus(LOOK_OF_EACH_PLACE.multipliedBy(place));
    return look.compareTo(RAREST_LOOK) < 0 ? look : RAREST_LOOK;
  }
}
