package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Validates objects of one type against its schema, and says what is wrong in the words of a
 * Kubernetes API server. Compiled once, used by any number of threads.
 */
final class SchemaValidator {
  private static final int MAX_SHOWN = 120;

  private final Schema schema;

  SchemaValidator(ResourceType type) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(JsonSchema.translateRoot(type.schema()));
    this.schema.initializeValidators();
  }

  List<FieldError> validate(ObjectNode object) {
    List<Error> found = schema.validate(object);
    if (found.isEmpty()) {
      return List.of();
    }
    List<FieldError> errors = new ArrayList<>();
    for (Error error : found) {
      FieldError translated = translate(error);
      if (!errors.contains(translated)) {
        errors.add(translated);
      }
    }
    return errors;
  }

  private static FieldError translate(Error error) {
    String path = path(error.getInstanceLocation());
    JsonNode value = error.getInstanceNode();
    Object[] arguments = error.getArguments();
    String argument =
        arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
    return switch (error.getKeyword()) {
      case "required" -> FieldError.required(join(path, error.getProperty()));
      case "enum" ->
          new FieldError(
              path,
              FieldError.Type.NOT_SUPPORTED,
              "Unsupported value: %s: supported values: %s"
                  .formatted(shown(value), supported(error.getSchemaNode())));
      case "type" -> MetadataRules.wrongType(path, value, wanted(error.getSchemaNode(), argument));
      case "pattern" ->
          body(path, value, "should match '" + text(error.getSchemaNode(), argument) + "'");
      case "format" ->
          body(
              path,
              value,
              "must be of type " + text(error.getSchemaNode(), argument) + ": " + shown(value));
      case "minimum" -> body(path, value, "should be greater than or equal to " + argument);
      case "maximum" -> body(path, value, "should be less than or equal to " + argument);
      case "minLength" -> body(path, value, "should be at least " + argument + " chars long");
      case "maxLength" ->
          new FieldError(
              path,
              FieldError.Type.TOO_LONG,
              "Too long: may not be more than " + argument + " characters");
      case "minItems" -> body(path, value, "should have at least " + argument + " items");
      case "maxItems" ->
          new FieldError(
              path,
              FieldError.Type.TOO_MANY,
              "Too many: %d: must have at most %s items".formatted(value.size(), argument));
      case "minProperties" -> body(path, value, "should have at least " + argument + " properties");
      case "maxProperties" ->
          new FieldError(
              path,
              FieldError.Type.TOO_MANY,
              "Too many: %d: must have at most %s items".formatted(value.size(), argument));
      case "uniqueItems" ->
          new FieldError(path, FieldError.Type.DUPLICATE, "Duplicate value: " + shown(value));
      default -> FieldError.invalid(path, shown(value), error.getMessage());
    };
  }

  private static FieldError body(String path, JsonNode value, String why) {
    return FieldError.invalid(path, shown(value), path + " in body " + why);
  }

  private static String path(NodePath location) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(location.getElement(i));
      }
    }
    return path.toString();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String wanted(JsonNode type, String fallback) {
    if (type.isArray()) {
      return type.get(0).asText();
    }
    return text(type, fallback);
  }

  private static String text(JsonNode node, String fallback) {
    return node.isTextual() ? node.textValue() : fallback;
  }

  private static String supported(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(value -> !value.isNull())
        .map(JsonNode::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The value as JSON, not longer than a person wants to read. */
  private static String shown(JsonNode value) {
    if (value.isContainerNode()) {
      return '"' + value.getNodeType().name().toLowerCase(Locale.ROOT) + '"';
    }
    String json = value.toString();
    return json.length() <= MAX_SHOWN ? json : json.substring(0, MAX_SHOWN) + "...";
  }
}
