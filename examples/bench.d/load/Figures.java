import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times in nanoseconds by what they are of, in the order in which they were first named. */
final class Figures {
  private final Map<String, List<Long>> times = new LinkedHashMap<>();

  void add(String of, long nanos) {
    times.computeIfAbsent(of, it -> new ArrayList<>()).add(nanos);
  }

  long median(String of) {
    return at(times.get(of), 0.5);
  }

  /** In milliseconds. */
  void print() {
    System.out.printf("  %-52s %8s %8s %8s%n", "(milliseconds)", "median", "p95", "most");
    times.forEach(
        (of, all) -> System.out.printf("  %-52s %8d %8d %8d%n", of, millis(all, 0.5), millis(all, 0.95), millis(all, 1)));
  }

  private static long millis(List<Long> all, double share) {
    return at(all, share) / 1_000_000;
  }

  private static long at(List<Long> all, double share) {
    return all.stream().sorted().toList().get((int) Math.ceil(share * all.size()) - 1);
  }
}
