package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.Problem;

/**
 * The problems of files, as they stand in {@code status} at {@link #PATH}: the files named there
 * are looked at again at the next start, and whenever something happens that could mend them.
 */
final class ProblemBook {
  static final String PATH = "problems.yaml";

  /** Not a problem to be shown: the manifest waits until its terminating predecessor is gone. */
  static final String AWAITING_DELETION = "AwaitingDeletion";

  static final String DUPLICATE = "DuplicateManifest";

  private ProblemBook() {}

  static byte[] write(Map<String, List<Problem>> problems) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (List<Problem> some : new TreeMap<>(problems).values()) {
      for (Problem problem : some) {
        array
            .addObject()
            .put("path", problem.path())
            .put("reason", problem.reason())
            .put("message", problem.message());
      }
    }
    return Json.prettyBytes(array);
  }

  static Map<String, List<Problem>> read(byte[] bytes) throws IOException {
    Map<String, List<Problem>> problems = new TreeMap<>();
    for (JsonNode node : Json.parse(bytes)) {
      Problem problem =
          new Problem(
              node.path("path").asText(),
              null,
              node.path("reason").asText(),
              node.path("message").asText());
      problems.computeIfAbsent(problem.path(), path -> new ArrayList<>()).add(problem);
    }
    return problems;
  }
}
