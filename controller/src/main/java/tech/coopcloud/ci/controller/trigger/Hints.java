package tech.coopcloud.ci.controller.trigger;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Forge;
import tech.coopcloud.ci.model.Recipe;

/**
 * Says which repositories are worth a look now. It keeps no list: a Recipe is either to be looked
 * at or it is not, so however many hints come, they take no room.
 */
public final class Hints {
  private final SimpleInboundEventSource<Recipe> source = new SimpleInboundEventSource<>("webhook");
  private final Supplier<? extends Collection<Recipe>> recipes;

  /**
   * @param recipes every Recipe there is
   */
  public Hints(Supplier<? extends Collection<Recipe>> recipes) {
    this.recipes = recipes;
  }

  public SimpleInboundEventSource<Recipe> source() {
    return source;
  }

  /**
   * Something was said in a repository, or pushed to it.
   *
   * @param repository {@code owner/name}
   * @return whether any Recipe watches it
   */
  public boolean of(String repository) {
    String key = repository.toLowerCase(Locale.ROOT);
    List<Recipe> watching =
        recipes.get().stream()
            .filter(recipe -> recipe.getSpec() != null && key.equals(key(recipe.getSpec().forge())))
            .toList();
    if (source.isRunning()) {
      watching.forEach(recipe -> source.propagateEvent(ResourceID.fromResource(recipe)));
    }
    return !watching.isEmpty();
  }

  private static String key(@Nullable Forge forge) {
    return forge == null ? "" : (forge.owner() + "/" + forge.repository()).toLowerCase(Locale.ROOT);
  }
}
