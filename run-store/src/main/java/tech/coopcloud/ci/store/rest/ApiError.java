package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.FieldError;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;

/** A request that gets a {@code Status} of failure, in the codes and words of a Kubernetes API. */
final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient ObjectNode details = Json.object();

  private ApiError(int code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static ApiError badRequest(String message) {
    return new ApiError(400, "BadRequest", message);
  }

  static ApiError unauthorized() {
    return new ApiError(401, "Unauthorized", "Unauthorized: send the token of the kubeconfig");
  }

  static ApiError forbidden(String message) {
    return new ApiError(403, "Forbidden", message);
  }

  /** No such path. */
  static ApiError noSuchPath() {
    return new ApiError(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiError notFound(ResourceType type, String name) {
    return about(type, name, 404, "NotFound", " not found");
  }

  static ApiError methodNotAllowed() {
    return new ApiError(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  static ApiError notAcceptable(String offered) {
    return new ApiError(
        406, "NotAcceptable", "only the following media types are accepted: " + offered);
  }

  static ApiError alreadyExists(ResourceType type, String name) {
    return about(type, name, 409, "AlreadyExists", " already exists");
  }

  /** Somebody else was faster. */
  static ApiError modified(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiError conflict(ResourceType type, String name, String why) {
    ApiError error =
        new ApiError(
            409,
            "Conflict",
            "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.name(), name, why));
    error.details(type, name);
    return error;
  }

  static ApiError expired(String message) {
    return new ApiError(410, "Expired", message);
  }

  static ApiError tooLarge(long limit) {
    return new ApiError(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit + " bytes");
  }

  static ApiError unsupportedMediaType(String message) {
    return new ApiError(415, "UnsupportedMediaType", message);
  }

  static ApiError invalid(ResourceType type, String name, List<FieldError> errors) {
    String all =
        errors.size() == 1
            ? errors.getFirst().toString()
            : errors.stream().map(FieldError::toString).collect(Collectors.joining(", ", "[", "]"));
    ApiError error =
        new ApiError(
            422,
            "Invalid",
            "%s \"%s\" is invalid: %s"
                .formatted(
                    type.name().group().isEmpty()
                        ? type.kind()
                        : type.kind() + "." + type.name().group(),
                    name,
                    all));
    error.details(type, name).put("kind", type.kind());
    ArrayNode causes = error.details.putArray("causes");
    for (FieldError field : errors) {
      causes
          .addObject()
          .put("reason", field.type().reason())
          .put("message", field.message())
          .put("field", field.field());
    }
    return error;
  }

  /** A patch that does not fit the object. */
  static ApiError unprocessable(String message) {
    return new ApiError(422, "Invalid", message);
  }

  static ApiError internal() {
    return new ApiError(
        500, "InternalError", "Internal error occurred: the server's log says what happened");
  }

  static ApiError unavailable(String message) {
    ApiError error = new ApiError(503, "ServiceUnavailable", message);
    error.details.put("retryAfterSeconds", 1);
    return error;
  }

  /** A list is asked for that is newer than anything there is. */
  static ApiError tooLargeVersion(long asked, long current) {
    ApiError error =
        new ApiError(
            504,
            "Timeout",
            "Too large resource version: %d, current: %d".formatted(asked, current));
    error
        .details
        .put("retryAfterSeconds", 1)
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    return error;
  }

  private static ApiError about(
      ResourceType type, String name, int code, String reason, String what) {
    ApiError error = new ApiError(code, reason, "%s \"%s\"%s".formatted(type.name(), name, what));
    error.details(type, name);
    return error;
  }

  private ObjectNode details(ResourceType type, String name) {
    details.put("name", name);
    if (!type.name().group().isEmpty()) {
      details.put("group", type.name().group());
    }
    return details.put("kind", type.name().resource());
  }

  int code() {
    return code;
  }

  /** The {@code Status} object to answer with. */
  ObjectNode status() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  /** The {@code Status} object that says that something was done. */
  static ObjectNode success(ResourceType type, String name, @Nullable String uid) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", name);
    if (!type.name().group().isEmpty()) {
      details.put("group", type.name().group());
    }
    details.put("kind", type.name().resource());
    if (uid != null) {
      details.put("uid", uid);
    }
    return status;
  }
}
