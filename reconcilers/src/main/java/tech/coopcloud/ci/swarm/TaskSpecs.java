package tech.coopcloud.ci.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.TaskSpec;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a task was made of with what its service asks for now. The engine writes defaults
 * and empty objects into the one and not into the other, which makes no difference.
 */
final class TaskSpecs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DEFAULT_GRACE_NANOS = 10_000_000_000L;

  private TaskSpecs() {}

  static boolean same(@Nullable TaskSpec one, @Nullable TaskSpec other) {
    return one == null || other == null || plain(one).equals(plain(other));
  }

  private static JsonNode plain(TaskSpec spec) {
    JsonNode tree = JSON.valueToTree(spec);
    if (tree instanceof ObjectNode task) {
      task.remove("Runtime");
      if (task.get("ForceUpdate") != null && task.get("ForceUpdate").asLong() == 0) {
        task.remove("ForceUpdate");
      }
      if (task.get("ContainerSpec") instanceof ObjectNode container
          && container.path("StopGracePeriod").asLong() == DEFAULT_GRACE_NANOS) {
        container.remove("StopGracePeriod");
      }
    }
    prune(tree);
    return tree;
  }

  /** Takes out what says nothing: null, empty objects and lists, false, 0 and empty text. */
  private static boolean prune(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> prune(field.getValue()));
      return object.isEmpty();
    }
    if (node.isArray()) {
      node.forEach(TaskSpecs::prune);
      return node.isEmpty();
    }
    return node.isNull()
        || (node.isTextual() && node.asText().isEmpty())
        || (node.isBoolean() && !node.asBoolean())
        || (node.isNumber() && node.asLong() == 0 && node.asDouble() == 0);
  }
}
