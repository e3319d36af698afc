package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.EnumSet;
import java.util.Map;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;

/** JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386). */
final class Patches {
  private static final int MOST_OPERATIONS = 10_000;

  /** A document can be doubled by each. */
  private static final int MOST_COPIES = 100;

  /** As the RFC says: what is not there cannot be removed. */
  private static final EnumSet<CompatibilityFlags> RFC_6902 =
      EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

  /** A patch that was read, to be applied to an object, perhaps more than once. */
  interface Patch {
    /**
     * The patched object; the one passed in is not used afterwards.
     *
     * @throws ApiError when the patch does not fit the object
     */
    ObjectNode applyTo(ObjectNode object) throws ApiError;
  }

  private Patches() {}

  /**
   * Reads a patch.
   *
   * @param mediaType which kind of patch it is
   */
  static Patch read(ResourceType type, String mediaType, byte[] body, boolean strict)
      throws ApiError {
    return switch (mediaType) {
      case "application/json-patch+json" -> jsonPatch(Body.json(body, strict));
      case "application/merge-patch+json" -> mergePatch(Body.json(body, strict));
      case "application/strategic-merge-patch+json" -> {
        if (type.persistence() == Persistence.DESIRED_AND_OBSERVED) {
          throw unsupported(mediaType);
        }
        yield mergePatch(withoutDirectives(Body.json(body, strict)));
      }
      case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
          throw ApiError.unsupportedMediaType(
              "server-side apply is not offered: use client-side apply (kubectl apply"
                  + " --server-side=false), JSON Patch or merge patch");
      default -> throw unsupported(mediaType);
    };
  }

  private static ApiError unsupported(String mediaType) {
    return ApiError.unsupportedMediaType(
        "the body of the request was in an unknown format ("
            + mediaType
            + ") - accepted media types include: application/json-patch+json,"
            + " application/merge-patch+json");
  }

  private static Patch jsonPatch(JsonNode operations) throws ApiError {
    if (!operations.isArray()) {
      throw ApiError.badRequest("a JSON Patch is an array of operations");
    }
    if (operations.size() > MOST_OPERATIONS) {
      throw ApiError.tooLarge(MOST_OPERATIONS);
    }
    int copies = 0;
    for (JsonNode operation : operations) {
      if (operation.path("op").asText().equals("copy")) {
        copies++;
      }
    }
    if (copies > MOST_COPIES) {
      throw ApiError.tooLarge(MOST_COPIES);
    }
    boolean oneByOne = copies > 0;
    return object -> {
      JsonNode patched = object;
      if (!oneByOne) {
        patched = apply(operations, patched);
      } else {
        for (JsonNode operation : operations) {
          patched = apply(object.arrayNode().add(operation), patched);
          checkSize(patched);
        }
      }
      return result(patched);
    };
  }

  private static JsonNode apply(JsonNode operations, JsonNode to) throws ApiError {
    try {
      return JsonPatch.apply(operations, to, RFC_6902);
    } catch (JsonPatchException e) {
      throw ApiError.unprocessable(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    } catch (RuntimeException e) {
      // The library has no type of its own for an operation that it cannot read.
      throw ApiError.badRequest("the JSON Patch is malformed: " + e.getMessage());
    }
  }

  private static void checkSize(JsonNode node) throws ApiError {
    if (Json.bytes(node).length > Body.MAX_BYTES) {
      throw ApiError.tooLarge(Body.MAX_BYTES);
    }
  }

  private static Patch mergePatch(JsonNode patch) throws ApiError {
    if (!patch.isObject()) {
      throw ApiError.badRequest("a merge patch of an object is an object");
    }
    return object -> result(merge(object, patch));
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch.deepCopy();
    }
    ObjectNode merged = target instanceof ObjectNode object ? object : Json.object();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      if (field.getValue().isNull()) {
        merged.remove(name);
      } else {
        merged.set(name, merge(merged.path(name), field.getValue()));
      }
    }
    return merged;
  }

  /**
   * A strategic merge patch of a kind without lists to merge is a merge patch with remarks for the
   * merging of lists.
   */
  private static JsonNode withoutDirectives(JsonNode patch) throws ApiError {
    if (patch instanceof ObjectNode object) {
      if (object.has("$patch")) {
        throw ApiError.unsupportedMediaType(
            "$patch directives are not offered: use JSON Patch or merge patch");
      }
      object.properties().removeIf(field -> field.getKey().startsWith("$"));
      for (JsonNode value : object) {
        withoutDirectives(value);
      }
    }
    return patch;
  }

  private static ObjectNode result(JsonNode patched) throws ApiError {
    if (Json.isTooDeep(patched)) {
      throw ApiError.unprocessable("the patch nests the object too deep");
    }
    if (patched instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.unprocessable("the patch leaves no object");
  }
}
