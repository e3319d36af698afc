package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ConcurrencyPolicy;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;

/**
 * All runs as the informer knows them, and the queue over them. What was admitted here and does not
 * show in the informer yet is remembered, so that two reconciles at once never give one slot away
 * twice; after a restart the informer begins with the truth.
 */
public final class Runs {
  private final Supplier<? extends Collection<TestRun>> all;
  private final BiFunction<String, String, @Nullable Recipe> recipes;
  private final int capacity;
  private final Set<String> admitted = new HashSet<>();

  /**
   * @param all every TestRun there is
   * @param recipes the Recipe of a namespace and name, or null
   * @param capacity how many runs may go on at once
   */
  public Runs(
      Supplier<? extends Collection<TestRun>> all,
      BiFunction<String, String, @Nullable Recipe> recipes,
      int capacity) {
    this.all = all;
    this.recipes = recipes;
    this.capacity = capacity;
  }

  @Nullable Recipe recipe(TestRun run) {
    if (run.getSpec() == null || run.getSpec().recipe() == null) {
      return null;
    }
    return enrolled(run, run.getSpec().recipe());
  }

  private @Nullable Recipe enrolled(TestRun run, String name) {
    Recipe recipe = recipes.apply(run.getMetadata().getNamespace(), name);
    // One whose manifest was never valid is there, but says nothing.
    return recipe == null || recipe.getSpec() == null ? null : recipe;
  }

  /** The recipes that are deployed before that of the run. */
  Dependencies dependencies(TestRun run) {
    Recipe recipe = recipe(run);
    return recipe == null
        ? Dependencies.NONE
        : Dependencies.of(run.getSpec().recipe(), recipe.getSpec(), name -> enrolled(run, name));
  }

  /** The runs beside it that its Recipe's concurrency.policy looks at; none where that is Queue. */
  List<TestRun> group(TestRun run) {
    Recipe recipe = recipe(run);
    return recipe == null
            || recipe.getSpec().concurrencyOrDefault().policyOrDefault() == ConcurrencyPolicy.QUEUE
        ? List.of()
        : Overlap.group(run, all.get());
  }

  /** The run's place in the queue from 1; 0 when it may start, and then its slot is taken. */
  synchronized int place(TestRun run) {
    String uid = run.getMetadata().getUid();
    List<TestRun> open = all.get().stream().filter(r -> phase(r) != Phase.DONE).toList();
    Set<String> known = new HashSet<>();
    open.forEach(r -> known.add(r.getMetadata().getUid()));
    admitted.retainAll(known);
    Map<String, Integer> places = Queue.places(open.stream().map(this::entry).toList(), capacity);
    Integer place = places.get(uid);
    if (place == null) {
      return known.contains(uid) ? 0 : 1;
    }
    if (place == 0) {
      admitted.add(uid);
    }
    return place;
  }

  /** The runs that wait, those that come next first. */
  List<TestRun> waiting() {
    Map<String, Integer> places =
        Queue.places(
            all.get().stream().filter(r -> phase(r) != Phase.DONE).map(this::entry).toList(),
            capacity);
    return all.get().stream()
        .filter(r -> places.containsKey(r.getMetadata().getUid()))
        .sorted(Comparator.comparing(r -> places.getOrDefault(r.getMetadata().getUid(), 0)))
        .toList();
  }

  /** The run of that uid, or null. */
  @Nullable TestRun byUid(String uid) {
    return all.get().stream()
        .filter(r -> r.getMetadata().getUid().equals(uid))
        .findFirst()
        .orElse(null);
  }

  /** The uids of all runs that may have something in the swarm. */
  public Set<String> liveUids() {
    Set<String> live = new HashSet<>();
    for (TestRun run : all.get()) {
      if (phase(run) != Phase.DONE) {
        live.add(run.getMetadata().getUid());
      }
    }
    return live;
  }

  private Queue.Entry entry(TestRun run) {
    Recipe recipe = recipe(run);
    String uid = run.getMetadata().getUid();
    return new Queue.Entry(
        uid,
        run.getMetadata().getNamespace()
            + "/"
            + (run.getSpec() == null ? "" : run.getSpec().recipe()),
        recipe == null ? 1 : recipe.getSpec().concurrencyOrDefault().maxOrDefault(),
        run.getSpec() == null ? 0 : run.getSpec().priorityOrDefault(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        phase(run) != Phase.PENDING || admitted.contains(uid));
  }

  private static Phase phase(TestRun run) {
    return run.getStatus() == null ? Phase.PENDING : run.getStatus().phaseOrPending();
  }
}
