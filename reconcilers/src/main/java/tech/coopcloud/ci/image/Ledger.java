package tech.coopcloud.ci.image;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images that cc-ci pulled, and what the newest runs used of them. Pure.
 *
 * @param pulled by the name they were pulled under
 * @param uses at most one for each run and stage; only what is in {@code pulled} is named
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Ledger(Map<String, Pulled> pulled, List<Use> uses) {

  /**
   * @param id what the name stood for when it was pulled, {@code sha256:...}
   * @param lastUsed when a deployment asked for it last
   */
  record Pulled(String id, Instant lastUsed) {}

  /**
   * A deployment.
   *
   * @param recipe namespace and name of the Recipe, with a slash between
   * @param stage the stage that deployed
   * @param run uid of the run
   */
  record Deployment(String recipe, String stage, String run) {}

  /**
   * @param images what the deployment used, by name; more than one version's where it was upgraded
   */
  record Use(Deployment by, Instant at, Set<String> images) {
    Use {
      images = Set.copyOf(images);
    }
  }

  Ledger(@Nullable Map<String, Pulled> pulled, @Nullable List<Use> uses) {
    this.pulled = pulled == null ? Map.of() : Map.copyOf(pulled);
    this.uses = uses == null ? List.of() : List.copyOf(uses);
  }

  static Ledger empty() {
    return new Ledger(Map.of(), List.of());
  }

  boolean has(String id) {
    return pulled.values().stream().anyMatch(image -> image.id().equals(id));
  }

  Ledger withPulled(String image, String id, Instant now) {
    Map<String, Pulled> all = new TreeMap<>(pulled);
    all.put(image, new Pulled(id, now));
    return new Ledger(all, uses);
  }

  Ledger without(String image) {
    Map<String, Pulled> all = new TreeMap<>(pulled);
    all.remove(image);
    return new Ledger(all, uses);
  }

  /**
   * A deployment asks for these images; those that cc-ci did not pull are passed over.
   *
   * @return this where that changes nothing
   */
  Ledger used(Deployment by, List<String> images, Instant now) {
    Set<String> ours = new TreeSet<>(images);
    ours.retainAll(pulled.keySet());
    boolean known = uses.stream().anyMatch(use -> sameKind(use.by(), by));
    if (ours.isEmpty() && !known) {
      return this;
    }
    Map<String, Pulled> all = new TreeMap<>(pulled);
    ours.forEach(image -> all.computeIfPresent(image, (name, it) -> new Pulled(it.id(), now)));
    List<Use> others = new ArrayList<>();
    for (Use use : uses) {
      if (use.by().equals(by)) {
        ours.addAll(use.images());
      } else {
        others.add(use);
      }
    }
    others.add(new Use(by, now, ours));
    return new Ledger(all, others);
  }

  /**
   * Only the uses that say what is needed: those of runs that go on, and of each Recipe that is
   * enrolled the newest of each stage.
   */
  Ledger trimmed(Set<String> liveRuns, Set<String> recipes) {
    Map<List<String>, Use> newest = new HashMap<>();
    uses.stream()
        .filter(use -> !liveRuns.contains(use.by().run()))
        .filter(use -> recipes.contains(use.by().recipe()))
        .sorted(Comparator.comparing(Use::at))
        .forEach(use -> newest.put(List.of(use.by().recipe(), use.by().stage()), use));
    return new Ledger(
        pulled,
        uses.stream()
            .filter(use -> liveRuns.contains(use.by().run()) || newest.containsValue(use))
            .toList());
  }

  private static boolean sameKind(Deployment one, Deployment other) {
    return one.recipe().equals(other.recipe()) && one.stage().equals(other.stage());
  }
}
