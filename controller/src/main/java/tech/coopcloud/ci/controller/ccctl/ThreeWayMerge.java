package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON merge patch with which {@code apply} brings an object to what a manifest says, as
 * kubectl computes it for custom resources ({@code jsonmergepatch} in apimachinery): what the
 * manifest says and the object does not is set; what the last applied manifest said and this one no
 * longer says is removed; everything else, such as what another client wrote, stays.
 */
final class ThreeWayMerge {
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private ThreeWayMerge() {}

  /** The manifest with the annotation that the next apply compares with. */
  static ObjectNode annotated(ObjectNode manifest) {
    ObjectNode plain = manifest.deepCopy();
    ObjectNode annotations = Json.child(Json.child(plain, "metadata"), "annotations");
    annotations.remove(LAST_APPLIED);
    String text = Json.compact(Json.sorted(plain)) + "\n";
    annotations.put(LAST_APPLIED, text);
    return plain;
  }

  /**
   * @param modified the manifest with its annotation, see {@link #annotated}
   * @param current the object as the server has it
   * @return an RFC 7386 merge patch; empty when nothing is to be done
   */
  static ObjectNode patch(ObjectNode modified, JsonNode current) {
    ObjectNode patch = additions(current, modified);
    String last = current.path("metadata").path("annotations").path(LAST_APPLIED).asText("");
    if (!last.isEmpty()) {
      try {
        deletions(Json.MAPPER.readTree(last), modified, patch);
      } catch (JsonProcessingException e) {
        throw new CcctlException(
            ExitCode.REFUSED,
            "error: the annotation " + LAST_APPLIED + " of the object is no JSON; remove it.",
            e);
      }
    }
    return patch;
  }

  private static ObjectNode additions(JsonNode current, ObjectNode modified) {
    ObjectNode patch = Json.object();
    modified
        .properties()
        .forEach(
            field -> {
              JsonNode wanted = field.getValue();
              JsonNode there = current.path(field.getKey());
              if (wanted.isNull() || there.equals(wanted)) {
                return;
              }
              if (wanted instanceof ObjectNode object && there.isObject()) {
                ObjectNode inner = additions(there, object);
                if (!inner.isEmpty()) {
                  patch.set(field.getKey(), inner);
                }
              } else {
                patch.set(field.getKey(), wanted);
              }
            });
    return patch;
  }

  private static void deletions(JsonNode original, JsonNode modified, ObjectNode patch) {
    original
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!modified.has(name)) {
                patch.putNull(name);
              } else if (field.getValue().isObject() && modified.get(name).isObject()) {
                ObjectNode inner = Json.object();
                deletions(field.getValue(), modified.get(name), inner);
                if (!inner.isEmpty()) {
                  Json.child(patch, name).setAll(inner);
                }
              }
            });
  }
}
