package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks a value along a structural schema: removes what the schema does not know, and fills in
 * defaults, as apiextensions-apiserver's {@code structural} package does.
 */
final class StructuralSchema {
  private static final Set<String> ROOT_FIELDS = Set.of("apiVersion", "kind", "metadata");

  private StructuralSchema() {}

  /** Removes unknown fields, and answers their paths in the order of the document. */
  static List<String> prune(ObjectNode schema, ObjectNode object) {
    List<String> unknown = new ArrayList<>();
    if (object.get("metadata") instanceof ObjectNode meta) {
      for (Iterator<String> names = meta.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!MetadataRules.FIELDS.contains(name)) {
          unknown.add("metadata." + name);
          names.remove();
        }
      }
    }
    prune(schema, object, "", ROOT_FIELDS, unknown);
    return unknown;
  }

  private static void prune(
      JsonNode schema, JsonNode value, String path, Set<String> kept, List<String> unknown) {
    if (value instanceof ArrayNode array && schema.has("items")) {
      for (int i = 0; i < array.size(); i++) {
        prune(schema.get("items"), array.get(i), path + "[" + i + "]", Set.of(), unknown);
      }
    }
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    boolean preserve =
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
            || schema.path("x-kubernetes-embedded-resource").asBoolean()
            || others.asBoolean()
            || (!schema.has("properties") && !schema.has("type") && !others.isObject());
    for (Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (kept.contains(field.getKey())) {
        continue;
      }
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JsonNode property = properties.path(field.getKey());
      if (property.isObject()) {
        prune(property, field.getValue(), at, Set.of(), unknown);
      } else if (others.isObject()) {
        prune(others, field.getValue(), at, Set.of(), unknown);
      } else if (!preserve) {
        unknown.add(at);
        fields.remove();
      }
    }
  }

  /**
   * Sets every missing field that has a default, and drops nulls where null is not allowed (so that
   * the default applies there too).
   */
  static void applyDefaults(JsonNode schema, JsonNode value) {
    if (value instanceof ArrayNode array && schema.has("items")) {
      array.forEach(item -> applyDefaults(schema.get("items"), item));
    }
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    JsonNode properties = schema.path("properties");
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      String name = property.getKey();
      JsonNode inner = property.getValue();
      if (object.path(name).isNull() && !inner.path("nullable").asBoolean()) {
        object.remove(name);
      }
      JsonNode fallback = inner.get("default");
      if (fallback != null && !object.has(name)) {
        object.set(name, fallback.deepCopy());
      }
      JsonNode present = object.get(name);
      if (present != null && present.isContainerNode()) {
        applyDefaults(inner, present);
      }
    }
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject()) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!properties.has(field.getKey())) {
          applyDefaults(others, field.getValue());
        }
      }
    }
  }
}
