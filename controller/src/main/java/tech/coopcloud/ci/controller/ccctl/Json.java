package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** JSON trees in and out. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Objects of any types, as kubectl puts them together. */
  static ObjectNode list(ArrayNode items) {
    return object().put("apiVersion", "v1").put("kind", "List").set("items", items);
  }

  /** The object's field as an object, made where it is missing. */
  static ObjectNode child(ObjectNode parent, String field) {
    return parent.get(field) instanceof ObjectNode there ? there : parent.putObject(field);
  }

  /**
   * @throws UncheckedIOException when it is no JSON
   */
  static JsonNode read(byte[] bytes) {
    try {
      return bytes.length == 0 ? object() : MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String compact(JsonNode node) {
    return node.toString();
  }

  /** As kubectl indents it: four spaces, one element a line. */
  static String pretty(JsonNode node) {
    try {
      DefaultIndenter indent = new DefaultIndenter("    ", "\n");
      return MAPPER
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(indent)
                  .withArrayIndenter(indent)
                  .withSeparators(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)))
          .writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy with the keys of every object in alphabetical order, as Go writes maps. */
  static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
      return object().setAll(fields);
    }
    if (node.isArray()) {
      var array = MAPPER.createArrayNode();
      node.forEach(e -> array.add(sorted(e)));
      return array;
    }
    return node;
  }
}
