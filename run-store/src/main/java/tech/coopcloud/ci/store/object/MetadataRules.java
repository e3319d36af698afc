package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code metadata} may hold, whatever the kind, after apimachinery's {@code
 * ValidateObjectMeta}.
 */
final class MetadataRules {
  /** Everything that {@code metadata} may hold. */
  static final Set<String> FIELDS =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");

  /** 256 KiB for all annotations of an object, keys and values together. */
  private static final int MAX_ANNOTATIONS = 256 * 1024;

  private MetadataRules() {}

  static List<FieldError> validate(ResourceType type, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    if (!(object.get("metadata") instanceof ObjectNode meta)) {
      errors.add(FieldError.required("metadata"));
      return errors;
    }
    identity(type, meta, errors);
    long size = 0;
    for (Map.Entry<String, JsonNode> label : map(meta, "labels", errors)) {
      check("metadata.labels", label.getKey(), Names.qualified(label.getKey()), errors);
      String value = label.getValue().asText();
      check("metadata.labels", value, Names.labelValue(value), errors);
    }
    for (Map.Entry<String, JsonNode> note : map(meta, "annotations", errors)) {
      check("metadata.annotations", note.getKey(), Names.qualified(lower(note.getKey())), errors);
      size += note.getKey().length() + (long) note.getValue().asText().length();
    }
    if (size > MAX_ANNOTATIONS) {
      errors.add(
          new FieldError(
              "metadata.annotations",
              FieldError.Type.TOO_LONG,
              "Too long: may not be more than " + MAX_ANNOTATIONS + " bytes"));
    }
    finalizers(meta, errors);
    owners(meta, errors);
    return errors;
  }

  private static void identity(ResourceType type, ObjectNode meta, List<FieldError> errors) {
    String name = text(meta, "name", errors);
    if (name == null || name.isEmpty()) {
      errors.add(
          new FieldError(
              "metadata.name",
              FieldError.Type.REQUIRED,
              "Required value: name or generateName is required"));
    } else {
      check("metadata.name", name, Names.subdomain(name), errors);
    }
    String namespace = text(meta, "namespace", errors);
    if (!type.namespaced()) {
      if (namespace != null && !namespace.isEmpty()) {
        errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
      }
    } else if (namespace == null || namespace.isEmpty()) {
      errors.add(FieldError.required("metadata.namespace"));
    } else {
      check("metadata.namespace", namespace, Names.label(namespace), errors);
    }
  }

  private static void finalizers(ObjectNode meta, List<FieldError> errors) {
    JsonNode finalizers = meta.path("finalizers");
    if (!finalizers.isMissingNode() && !finalizers.isNull() && !finalizers.isArray()) {
      errors.add(wrongType("metadata.finalizers", finalizers, "array"));
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode finalizer : finalizers) {
      check("metadata.finalizers", finalizer.asText(), Names.qualified(finalizer.asText()), errors);
      if (!seen.add(finalizer.asText())) {
        errors.add(
            new FieldError(
                "metadata.finalizers", FieldError.Type.DUPLICATE, "Duplicate value: " + finalizer));
      }
    }
  }

  private static void owners(ObjectNode meta, List<FieldError> errors) {
    JsonNode owners = meta.path("ownerReferences");
    if (!owners.isMissingNode() && !owners.isNull() && !owners.isArray()) {
      errors.add(wrongType("metadata.ownerReferences", owners, "array"));
    }
    int i = 0;
    for (JsonNode owner : owners) {
      for (String field : List.of("apiVersion", "kind", "name", "uid")) {
        if (owner.path(field).asText().isEmpty()) {
          errors.add(FieldError.required("metadata.ownerReferences[" + i + "]." + field));
        }
      }
      i++;
    }
  }

  private static Iterable<Map.Entry<String, JsonNode>> map(
      ObjectNode meta, String field, List<FieldError> errors) {
    JsonNode node = meta.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isObject()) {
      errors.add(wrongType("metadata." + field, node, "object"));
      return List.of();
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        errors.add(
            wrongType("metadata." + field + "." + entry.getKey(), entry.getValue(), "string"));
      }
    }
    return node.properties();
  }

  private static @Nullable String text(ObjectNode meta, String field, List<FieldError> errors) {
    JsonNode node = meta.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      errors.add(wrongType("metadata." + field, node, "string"));
      return null;
    }
    return node.textValue();
  }

  static FieldError wrongType(String field, JsonNode value, String wanted) {
    String found = value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    return new FieldError(
        field,
        FieldError.Type.TYPE_INVALID,
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(found, field, wanted, found));
  }

  private static void check(
      String field, String value, @Nullable String why, List<FieldError> errors) {
    if (why != null) {
      errors.add(FieldError.invalid(field, '"' + value + '"', why));
    }
  }

  private static String lower(String key) {
    return key.toLowerCase(java.util.Locale.ROOT);
  }
}
