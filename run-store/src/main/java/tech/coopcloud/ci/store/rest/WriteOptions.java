package tech.coopcloud.ci.store.rest;

import io.javalin.http.Context;
import java.util.List;
import tech.coopcloud.ci.store.object.ResourceType;

/**
 * The query parameters of a write.
 *
 * @param dryRun whether everything is done but the write itself
 * @param fieldValidation what becomes of unknown fields
 */
record WriteOptions(boolean dryRun, FieldValidation fieldValidation) {
  /** As in Kubernetes: unknown fields never reach the store, this is about telling of them. */
  enum FieldValidation {
    IGNORE,
    WARN,
    STRICT
  }

  static WriteOptions of(Context ctx) throws ApiError {
    List<String> dryRun = ctx.queryParams("dryRun");
    for (String value : dryRun) {
      checkDryRun(value);
    }
    String validation = ctx.queryParam("fieldValidation");
    return new WriteOptions(
        !dryRun.isEmpty(),
        switch (validation == null ? "" : validation) {
          case "", "Warn" -> FieldValidation.WARN;
          case "Strict" -> FieldValidation.STRICT;
          case "Ignore" -> FieldValidation.IGNORE;
          default ->
              throw ApiError.unprocessable(
                  "fieldValidation: Unsupported value: \"%s\": supported values: \"Ignore\","
                          .formatted(validation)
                      + " \"Strict\", \"Warn\"");
        });
  }

  static void checkDryRun(String value) throws ApiError {
    if (!value.equals("All")) {
      throw ApiError.unprocessable(
          "dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
    }
  }

  boolean isStrict() {
    return fieldValidation == FieldValidation.STRICT;
  }

  /**
   * Tells the client of fields that were dropped.
   *
   * @throws ApiError when it wanted none dropped
   */
  void unknownFields(Context ctx, ResourceType type, List<String> paths) throws ApiError {
    if (paths.isEmpty() || fieldValidation == FieldValidation.IGNORE) {
      return;
    }
    List<String> messages =
        paths.stream().limit(50).map(path -> "unknown field \"" + path + "\"").toList();
    if (isStrict()) {
      throw ApiError.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(type.kind(), type.version(), type.kind(), String.join(", ", messages)));
    }
    for (String message : messages) {
      String quoted = message.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
      ctx.res().addHeader("Warning", "299 - \"" + quoted + "\"");
    }
  }
}
