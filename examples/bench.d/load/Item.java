import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An object in the engine.
 *
 * @param id for a volume its name
 * @param json as the engine shows it, in lists and alone; never changed, but replaced
 */
record Item(Kind kind, String id, String name, Map<String, String> labels, ObjectNode json) {

  static Map<String, String> labels(JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    json.path("Labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return Map.copyOf(labels);
  }

  Item with(ObjectNode changed) {
    return new Item(kind, id, name, labels, changed);
  }

  boolean isCalled(String reference) {
    return id.equals(reference) || name.equals(reference);
  }

  /**
   * @param filters as the engine's lists take them: all labels must be there, and one of the names must begin the object's
   */
  boolean matches(Map<String, List<String>> filters) {
    return filters.getOrDefault("label", List.of()).stream().allMatch(this::hasLabel)
        && (!filters.containsKey("name") || filters.get("name").stream().anyMatch(name::startsWith));
  }

  private boolean hasLabel(String filter) {
    int equals = filter.indexOf('=');
    return filter.substring(equals + 1).equals(labels.get(filter.substring(0, equals)));
  }
}
