package tech.coopcloud.ci.controller.dashboard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiConsumer;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;

/** Runs and recipes from two informers of the Kubernetes client. */
public final class InformerSource implements Source, AutoCloseable {
  private static final long NO_RESYNC = 0;
  private final SharedIndexInformer<TestRun> runs;
  private final SharedIndexInformer<Recipe> recipes;
  private final Set<BiConsumer<String, String>> listeners = new CopyOnWriteArraySet<>();

  private InformerSource(SharedIndexInformer<TestRun> runs, SharedIndexInformer<Recipe> recipes) {
    this.runs = runs;
    this.recipes = recipes;
    runs.addEventHandler(new Tell<>());
    recipes.addEventHandler(new Tell<>());
  }

  /** Starts informers of its own, over all namespaces; returns once they hold everything. */
  public static InformerSource start(KubernetesClient client) {
    return new InformerSource(
        client.resources(TestRun.class).inAnyNamespace().inform(null, NO_RESYNC),
        client.resources(Recipe.class).inAnyNamespace().inform(null, NO_RESYNC));
  }

  /** Uses informers that somebody else started and stops. */
  public static InformerSource of(
      SharedIndexInformer<TestRun> runs, SharedIndexInformer<Recipe> recipes) {
    return new InformerSource(runs, recipes);
  }

  /** Whether both informers hold everything and follow the server. */
  public boolean synced() {
    return runs.hasSynced() && recipes.hasSynced() && runs.isWatching() && recipes.isWatching();
  }

  @Override
  public List<TestRun> runs() {
    return runs.getStore().list();
  }

  @Override
  public Optional<TestRun> run(String namespace, String name) {
    return Optional.ofNullable(runs.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  @Override
  public List<Recipe> recipes() {
    return recipes.getStore().list();
  }

  @Override
  public Subscription onChange(BiConsumer<String, String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    runs.close();
    recipes.close();
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
