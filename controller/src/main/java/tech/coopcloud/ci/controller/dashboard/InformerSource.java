package tech.coopcloud.ci.controller.dashboard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;

/**
 * What there is from informers of the Kubernetes client, which somebody else starts and stops.
 * Until it is given them it shows nothing and says that it is not ready.
 */
public final class InformerSource implements Source {
  private record Informers(
      SharedIndexInformer<TestRun> runs,
      SharedIndexInformer<Recipe> recipes,
      SharedIndexInformer<Schedule> schedules) {
    Stream<SharedIndexInformer<?>> all() {
      return Stream.of(runs, recipes, schedules);
    }
  }

  private final AtomicReference<@Nullable Informers> informers = new AtomicReference<>();
  private final Set<BiConsumer<String, String>> listeners = new CopyOnWriteArraySet<>();

  /** Shows from here on what these know. */
  public void follow(
      SharedIndexInformer<TestRun> runs,
      SharedIndexInformer<Recipe> recipes,
      SharedIndexInformer<Schedule> schedules) {
    informers.set(new Informers(runs, recipes, schedules));
    runs.addEventHandler(new Tell<>());
    recipes.addEventHandler(new Tell<>());
    schedules.addEventHandler(new Tell<>());
  }

  /** Why what is shown may be old, in one sentence. */
  public Optional<String> problem() {
    Informers known = informers.get();
    if (known == null) {
      return Optional.of("cc-ci is starting.");
    }
    return known.all().allMatch(informer -> informer.hasSynced() && informer.isWatching())
        ? Optional.empty()
        : Optional.of("The objects are not being followed; cc-ci connects to its API again.");
  }

  /** The uid of a run, by namespace and name. */
  public Optional<String> uid(String namespace, String name) {
    return run(namespace, name).map(run -> run.getMetadata().getUid());
  }

  @Override
  public List<TestRun> runs() {
    Informers known = informers.get();
    return known == null ? List.of() : known.runs().getStore().list();
  }

  @Override
  public Optional<TestRun> run(String namespace, String name) {
    Informers known = informers.get();
    return known == null
        ? Optional.empty()
        : Optional.ofNullable(
            known.runs().getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  @Override
  public List<Recipe> recipes() {
    Informers known = informers.get();
    return known == null ? List.of() : known.recipes().getStore().list();
  }

  @Override
  public List<Schedule> schedules() {
    Informers known = informers.get();
    return known == null ? List.of() : known.schedules().getStore().list();
  }

  @Override
  public Subscription onChange(BiConsumer<String, String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed(HasMetadata object) {
    String namespace = Objects.requireNonNullElse(object.getMetadata().getNamespace(), "");
    listeners.forEach(listener -> listener.accept(namespace, object.getMetadata().getName()));
  }

  private final class Tell<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      changed(object);
    }

    @Override
    public void onUpdate(T before, T after) {
      changed(after);
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
      changed(object);
    }
  }
}
