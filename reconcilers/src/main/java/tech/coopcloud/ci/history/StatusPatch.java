package tech.coopcloud.ci.history;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;

/**
 * A change of some fields of a Recipe's status. Several reconcilers write there, each its own
 * fields: a patch that compares with what one of them saw last would undo what another wrote since.
 */
public final class StatusPatch {
  private StatusPatch() {}

  /**
   * Writes it.
   *
   * @param fields below {@code status}; null takes one away, a map is merged with what is there
   */
  public static void write(
      KubernetesClient client, Recipe recipe, Map<String, ? extends @Nullable Object> fields) {
    client
        .resource(recipe)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", fields)));
  }
}
