package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** Which objects a list, a watch or a deletion of a collection is about. */
final class Selection {
  private final LabelSelector labels;
  private final List<Field> fields;

  /** One {@code path=value} or {@code path!=value}. */
  private record Field(String name, JsonPath path, boolean equal, String value) {}

  private Selection(LabelSelector labels, List<Field> fields) {
    this.labels = labels;
    this.fields = List.copyOf(fields);
  }

  /**
   * Reads the query parameters {@code labelSelector} and {@code fieldSelector}.
   *
   * @throws ApiError when one is malformed, or asks for a field that cannot be selected by
   */
  static Selection parse(
      ResourceType type, @Nullable String labelSelector, @Nullable String fieldSelector)
      throws ApiError {
    LabelSelector labels = LabelSelector.parse(labelSelector == null ? "" : labelSelector);
    List<Field> fields = new ArrayList<>();
    for (String term : (fieldSelector == null ? "" : fieldSelector).split(",", -1)) {
      if (!term.isBlank()) {
        fields.add(field(type, term.strip()));
      }
    }
    return new Selection(labels, fields);
  }

  private static Field field(ResourceType type, String term) throws ApiError {
    int at = term.indexOf('=');
    if (at < 1) {
      throw ApiError.badRequest(
          "invalid field selector: '" + term + "'; can't understand '" + term + "'");
    }
    boolean equal = term.charAt(at - 1) != '!';
    String name = term.substring(0, equal ? at : at - 1).strip();
    String value = term.substring(term.startsWith("==", at) ? at + 2 : at + 1).strip();
    boolean known =
        name.equals("metadata.name")
            || name.equals("metadata.namespace")
            || type.selectableFields().contains("." + name);
    if (!known) {
      throw ApiError.badRequest("field label not supported: " + name);
    }
    return new Field(name, new JsonPath("." + name), equal, value);
  }

  /** Whether it selects everything. */
  boolean isAll() {
    return labels.requirements().isEmpty() && fields.isEmpty();
  }

  /** The one name that it selects, or null. */
  @Nullable String name() {
    for (Field field : fields) {
      if (field.equal() && field.name().equals("metadata.name")) {
        return field.value();
      }
    }
    return null;
  }

  boolean matches(StoredObject object) {
    ObjectNode tree = null;
    for (Field field : fields) {
      String found = fromKey(field.name(), object.key());
      if (found == null) {
        tree = tree == null ? Json.tree(object) : tree;
        List<JsonNode> values = field.path().all(tree);
        found = values.isEmpty() ? "" : values.getFirst().asText();
      }
      if (found.equals(field.value()) != field.equal()) {
        return false;
      }
    }
    if (labels.requirements().isEmpty()) {
      return true;
    }
    tree = tree == null ? Json.tree(object) : tree;
    return labels.matches(tree.path("metadata").path("labels"));
  }

  private static @Nullable String fromKey(String field, ObjectKey key) {
    return switch (field) {
      case "metadata.name" -> key.name();
      case "metadata.namespace" -> key.namespace();
      default -> null;
    };
  }
}
