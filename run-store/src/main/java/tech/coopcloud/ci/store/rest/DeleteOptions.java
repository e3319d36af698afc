package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;
import tech.coopcloud.ci.store.object.Json;

/**
 * What a deletion asks for, in its body or in its query.
 *
 * @param uid the object has to have it, unless empty
 * @param resourceVersion the object has to be at it, unless empty
 * @param dryRun whether everything is done but the deletion itself
 */
record DeleteOptions(String uid, String resourceVersion, boolean dryRun) {
  /** Accepted and without consequence: nothing depends on anything here. */
  private static final Set<String> PROPAGATION = Set.of("", "Orphan", "Background", "Foreground");

  static DeleteOptions of(Context ctx) throws ApiError, IOException {
    byte[] bytes = Body.bytes(ctx);
    JsonNode body = bytes.length == 0 ? Json.object() : Body.json(bytes, false);
    boolean dryRun = WriteOptions.of(ctx).dryRun();
    for (JsonNode value : body.path("dryRun")) {
      WriteOptions.checkDryRun(value.asText());
      dryRun = true;
    }
    String query = ctx.queryParam("propagationPolicy");
    String policy = body.path("propagationPolicy").asText(query == null ? "" : query);
    if (!PROPAGATION.contains(policy)) {
      throw ApiError.unprocessable(
          "propagationPolicy: Unsupported value: \"%s\": supported values: \"Background\","
                  .formatted(policy)
              + " \"Foreground\", \"Orphan\"");
    }
    JsonNode preconditions = body.path("preconditions");
    return new DeleteOptions(
        preconditions.path("uid").asText(""),
        preconditions.path("resourceVersion").asText(""),
        dryRun);
  }
}
