package tech.coopcloud.ci.store.git;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.Problem;

/**
 * What the writer thread alone knows besides the objects: who stands in which file, and what is
 * wrong.
 */
final class Ledger {
  private final Map<String, List<ObjectKey>> paths = new HashMap<>();
  private final Map<String, List<Problem>> problems = new TreeMap<>();

  List<ObjectKey> at(String path) {
    return paths.getOrDefault(path, List.of());
  }

  void setAt(String path, List<ObjectKey> keys) {
    if (keys.isEmpty()) {
      paths.remove(path);
    } else {
      paths.put(path, List.copyOf(keys));
    }
  }

  void add(String path, ObjectKey key) {
    List<ObjectKey> keys = new ArrayList<>(at(path));
    keys.add(key);
    setAt(path, keys);
  }

  Map<String, List<Problem>> problems() {
    return problems;
  }

  void setProblems(String path, List<Problem> some) {
    if (some.isEmpty()) {
      problems.remove(path);
    } else {
      problems.put(path, List.copyOf(some));
    }
  }

  Stream<Problem> all() {
    return problems.values().stream().flatMap(List::stream);
  }
}
