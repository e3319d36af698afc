package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The condition by which an object shows that its manifest cannot be taken as it is. */
final class AcceptedCondition {
  static final String INVALID = "InvalidManifest";
  private static final Set<String> OURS = Set.of(INVALID, ProblemBook.DUPLICATE);

  private AcceptedCondition() {}

  /** Sets {@code Accepted=False}; its time stays when it was False before. */
  static void refuse(ObjectNode object, String reason, String message, Instant now) {
    ArrayNode conditions = object.withObjectProperty("status").withArrayProperty("conditions");
    ObjectNode condition = find(conditions);
    if (condition == null) {
      condition = conditions.addObject().put("type", "Accepted");
    }
    if (!condition.path("status").asText().equals("False")) {
      condition.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    condition.put("status", "False").put("reason", reason).put("message", message);
  }

  /** The reason why we refused the manifest of an object, or null. */
  static @Nullable String reason(ObjectNode object) {
    ObjectNode condition = find(object.path("status").path("conditions"));
    String reason = condition == null ? "" : condition.path("reason").asText();
    return OURS.contains(reason) ? reason : null;
  }

  /** Removes our refusal; whoever accepts the object says so anew. */
  static void lift(ObjectNode object) {
    if (object.path("status").path("conditions") instanceof ArrayNode conditions) {
      for (int i = conditions.size() - 1; i >= 0; i--) {
        if (conditions.get(i).path("type").asText().equals("Accepted")) {
          conditions.remove(i);
        }
      }
      if (conditions.isEmpty()) {
        object.withObjectProperty("status").remove("conditions");
      }
    }
    if (object.path("status").isObject() && object.path("status").isEmpty()) {
      object.remove("status");
    }
  }

  private static @Nullable ObjectNode find(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (condition instanceof ObjectNode object
          && object.path("type").asText().equals("Accepted")) {
        return object;
      }
    }
    return null;
  }
}
