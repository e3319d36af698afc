package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed between two trees, and the same change made to a third. */
final class JsonDiff {
  private JsonDiff() {}

  /** The keys of both objects, those of the first one first. */
  static Set<String> keys(ObjectNode before, ObjectNode after) {
    Set<String> keys = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /**
   * {@code target} with what changed from {@code before} to {@code after} changed in it as well,
   * and all else left as it is there. Null stands for a value that is not there.
   */
  static @Nullable JsonNode apply(
      @Nullable JsonNode target, @Nullable JsonNode before, @Nullable JsonNode after) {
    if (before != null && before.equals(after)) {
      return target;
    }
    if (target instanceof ObjectNode there
        && before instanceof ObjectNode old
        && after instanceof ObjectNode now
        && !now.isEmpty()) {
      ObjectNode result = there.deepCopy();
      for (String key : keys(old, now)) {
        JsonNode value = apply(there.get(key), old.get(key), now.get(key));
        if (value == null) {
          result.remove(key);
        } else {
          result.set(key, value);
        }
      }
      return result;
    }
    if (target instanceof ArrayNode there
        && before instanceof ArrayNode old
        && after instanceof ArrayNode now
        && there.size() == old.size()
        && old.size() == now.size()) {
      ArrayNode result = there.deepCopy();
      for (int i = 0; i < now.size(); i++) {
        JsonNode value = apply(there.get(i), old.get(i), now.get(i));
        result.set(i, value == null ? now.get(i) : value);
      }
      return result;
    }
    return after;
  }
}
