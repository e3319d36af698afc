package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;

/** Wakes Schedules: because their time has come, or because recipes came or went. Only hints. */
final class Wakeups implements ResourceEventHandler<Recipe> {
  private final SimpleInboundEventSource<Schedule> source =
      new SimpleInboundEventSource<>("wakeups");
  private volatile @Nullable IndexedResourceCache<Schedule> schedules;

  /**
   * @param all every Schedule there is
   */
  SimpleInboundEventSource<Schedule> source(IndexedResourceCache<Schedule> all) {
    schedules = all;
    return source;
  }

  void wake(ResourceID schedule) {
    if (source.isRunning()) {
      source.propagateEvent(schedule);
    }
  }

  @Override
  public void onAdd(Recipe recipe) {
    wakeAll(recipe.getMetadata().getNamespace());
  }

  @Override
  public void onUpdate(Recipe before, Recipe after) {
    // Nothing of a recipe but its being there matters to a Schedule before its time comes.
  }

  @Override
  public void onDelete(Recipe recipe, boolean finalStateUnknown) {
    wakeAll(recipe.getMetadata().getNamespace());
  }

  private void wakeAll(String namespace) {
    IndexedResourceCache<Schedule> all = schedules;
    if (all != null && source.isRunning()) {
      all.list(namespace, schedule -> true)
          .forEach(schedule -> wake(ResourceID.fromResource(schedule)));
    }
  }
}
