import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times by what they are of, in the order in which they were first named. */
final class Figures {
  private final Map<String, List<Long>> times = new LinkedHashMap<>();

  void add(String of, long nanos) {
    times.computeIfAbsent(of, it -> new ArrayList<>()).add(nanos / 1_000_000);
  }

  /** In milliseconds. */
  void print() {
    System.out.printf("  %-60s %8s %8s %8s%n", "(milliseconds)", "median", "p95", "most");
    times.forEach((of, all) -> {
      List<Long> sorted = all.stream().sorted().toList();
      System.out.printf("  %-60s %8d %8d %8d%n", of, at(sorted, 0.5), at(sorted, 0.95), sorted.getLast());
    });
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
