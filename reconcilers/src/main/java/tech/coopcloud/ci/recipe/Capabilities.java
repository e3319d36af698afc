package tech.coopcloud.ci.recipe;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Capabilities by their full names, sorted; what is added is not dropped, and ALL stands alone. */
record Capabilities(List<String> add, List<String> drop) {
  private static final String ALL = "ALL";
  private static final String RESET = "RESET";

  static Capabilities effective(List<String> add, List<String> drop) {
    SortedSet<String> added = normal(add);
    SortedSet<String> dropped = normal(drop);
    dropped.removeAll(added);
    added.remove(RESET);
    dropped.remove(RESET);
    return new Capabilities(List.copyOf(added), List.copyOf(dropped));
  }

  private static SortedSet<String> normal(List<String> names) {
    SortedSet<String> normal = new TreeSet<>();
    for (String name : names) {
      String upper = name.strip().toUpperCase(Locale.ROOT);
      boolean whole = upper.equals(ALL) || upper.equals(RESET) || upper.startsWith("CAP_");
      normal.add(whole ? upper : "CAP_" + upper);
    }
    return normal.contains(ALL) ? new TreeSet<>(List.of(ALL)) : normal;
  }
}
