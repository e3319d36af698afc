import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The queue without cc-ci: so many slots, first in, first out, and a time in the slot that is the same for each. */
final class Ideal {
  private Ideal() {}

  /**
   * @param arrivals in order, in any unit of time, as is what it takes
   * @return when each comes into its slot
   */
  static List<Long> starts(List<Long> arrivals, int slots, long takes) {
    PriorityQueue<Long> freeAt = new PriorityQueue<>();
    List<Long> starts = new ArrayList<>();
    for (long arrival : arrivals) {
      long start = freeAt.size() < slots ? arrival : Math.max(arrival, freeAt.remove());
      freeAt.add(start + takes);
      starts.add(start);
    }
    return starts;
  }
}
