package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Says in JSON Schema (draft 4, whose {@code exclusiveMinimum} is OpenAPI's) what an OpenAPI v3
 * structural schema says with words of its own: {@code nullable} and {@code
 * x-kubernetes-int-or-string}. Words that do not validate are left out.
 */
final class JsonSchema {
  private static final Set<String> VALUES =
      Set.of(
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "required");

  /** The formats that Kubernetes validates and that do not depend on a locale or a network. */
  private static final Set<String> FORMATS =
      Set.of("date-time", "date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonSchema() {}

  /** The whole schema of an object, without what {@link MetadataRules} looks after. */
  static ObjectNode translateRoot(ObjectNode structural) {
    ObjectNode root = structural.deepCopy();
    if (root.get("properties") instanceof ObjectNode properties) {
      properties.remove(Set.of("apiVersion", "kind", "metadata"));
    }
    return translate(root);
  }

  private static ObjectNode translate(JsonNode structural) {
    ObjectNode schema = NODES.objectNode();
    boolean nullable = structural.path("nullable").asBoolean();
    type(structural, nullable, schema);
    for (Map.Entry<String, JsonNode> word : structural.properties()) {
      String key = word.getKey();
      JsonNode value = word.getValue();
      if (VALUES.contains(key)) {
        schema.set(key, value);
        continue;
      }
      switch (key) {
        case "enum" -> schema.set("enum", nullable ? withNull(value) : value);
        case "format" -> {
          if (FORMATS.contains(value.asText())) {
            schema.set("format", value);
          }
        }
        case "items", "not" -> schema.set(key, translate(value));
        case "additionalProperties" -> {
          if (value.isObject()) {
            schema.set(key, translate(value));
          }
        }
        case "properties" -> {
          ObjectNode properties = schema.putObject("properties");
          value.properties().forEach(p -> properties.set(p.getKey(), translate(p.getValue())));
        }
        case "allOf", "anyOf", "oneOf" -> {
          ArrayNode parts = schema.putArray(key);
          value.forEach(part -> parts.add(translate(part)));
        }
        case "x-kubernetes-list-type" -> {
          if (value.asText().equals("set")) {
            schema.put("uniqueItems", true);
          }
        }
        default -> {
          // A description, a default and the like.
        }
      }
    }
    return schema;
  }

  private static void type(JsonNode structural, boolean nullable, ObjectNode schema) {
    ArrayNode types = NODES.arrayNode();
    if (structural.path("x-kubernetes-int-or-string").asBoolean()) {
      types.add("integer").add("string");
    } else if (structural.has("type")) {
      types.add(structural.get("type").asText());
    } else {
      return;
    }
    if (nullable) {
      types.add("null");
    }
    schema.set("type", types.size() == 1 ? types.get(0) : types);
  }

  private static JsonNode withNull(JsonNode values) {
    ArrayNode all = NODES.arrayNode();
    values.forEach(all::add);
    return all.addNull();
  }
}
