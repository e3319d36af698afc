package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;

/** The recipes that a Schedule is for. */
final class Recipes {
  private final SharedIndexInformer<Recipe> informer;

  Recipes(SharedIndexInformer<Recipe> informer) {
    this.informer = informer;
  }

  /** Their names: those that the Schedule lists, else all there are. */
  List<String> of(Schedule schedule) {
    List<String> named = schedule.getSpec().recipesOrAll();
    return named.isEmpty() ? all(schedule.getMetadata().getNamespace()) : named;
  }

  private List<String> all(String namespace) {
    return informer.getStore().list().stream()
        .filter(recipe -> namespace.equals(recipe.getMetadata().getNamespace()))
        .filter(Recipes::isEnrolled)
        .map(recipe -> recipe.getMetadata().getName())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** The recipe of that name, or null where none is enrolled. */
  @Nullable Recipe find(Schedule schedule, String name) {
    Recipe recipe =
        informer.getStore().getByKey(schedule.getMetadata().getNamespace() + "/" + name);
    return recipe != null && isEnrolled(recipe) ? recipe : null;
  }

  /** The recipes that the Schedule names in vain. */
  List<String> missing(Schedule schedule) {
    return schedule.getSpec().recipesOrAll().stream()
        .filter(name -> find(schedule, name) == null)
        .toList();
  }

  /** One whose manifest was never valid is there, but says nothing. */
  private static boolean isEnrolled(Recipe recipe) {
    return recipe.getSpec() != null && recipe.getMetadata().getDeletionTimestamp() == null;
  }
}
