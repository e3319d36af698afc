package tech.coopcloud.ci.store.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.WatchEvent;

/** A queue of events that can be read at any place. Not thread safe. */
final class Ring {
  private @Nullable WatchEvent[] slots = new WatchEvent[64];
  private int first;
  private int size;

  int size() {
    return size;
  }

  WatchEvent get(int index) {
    return Objects.requireNonNull(slots[(first + index) & (slots.length - 1)]);
  }

  void add(WatchEvent event) {
    if (size == slots.length) {
      @Nullable WatchEvent[] more = new WatchEvent[size * 2];
      for (int i = 0; i < size; i++) {
        more[i] = get(i);
      }
      slots = more;
      first = 0;
    }
    slots[(first + size) & (slots.length - 1)] = event;
    size++;
  }

  WatchEvent removeFirst() {
    WatchEvent event = get(0);
    slots[first] = null;
    first = (first + 1) & (slots.length - 1);
    size--;
    return event;
  }

  /** The index of the first event that is newer than a version; the size when none is. */
  int after(long resourceVersion) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle).object().resourceVersion() > resourceVersion) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  List<WatchEvent> copy(int from, int to) {
    List<WatchEvent> some = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      some.add(get(i));
    }
    return some;
  }
}
