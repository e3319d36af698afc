package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The server's refusal: a Kubernetes {@code Status}, worded as kubectl words it. */
final class StatusException extends CcctlException {
  private static final long serialVersionUID = 1L;
  private final int code;

  private StatusException(int code, String message) {
    super(ExitCode.REFUSED, message);
    this.code = code;
  }

  /** The HTTP status code, e.g. 404. */
  int code() {
    return code;
  }

  /**
   * @param httpCode used where the body names none
   * @param status a {@code Status} object, or anything else when a proxy answered
   */
  static StatusException of(int httpCode, JsonNode status) {
    int code = status.path("code").asInt(httpCode);
    String reason = status.path("reason").asText("");
    String message = status.path("message").asText("");
    if (message.isEmpty()) {
      message = "the server answered with HTTP status " + httpCode + " and no message";
    }
    if (code == 422 && reason.equals("Invalid")) {
      return new StatusException(code, invalid(status, message));
    }
    if (code == 401) {
      return new StatusException(
          code,
          "error: You must be logged in to the server: "
              + message
              + "; use the token of the server's kubeconfig (--kubeconfig)");
    }
    return new StatusException(
        code,
        reason.isEmpty()
            ? "Error from server: " + message
            : "Error from server (" + reason + "): " + message);
  }

  private static String invalid(JsonNode status, String message) {
    JsonNode details = status.path("details");
    List<String> causes = new ArrayList<>();
    for (JsonNode cause : details.path("causes")) {
      String field = cause.path("field").asText("");
      String text = cause.path("message").asText("");
      causes.add(field.isEmpty() ? text : field + ": " + text);
    }
    if (causes.isEmpty() || details.path("kind").asText("").isEmpty()) {
      return "The request is invalid: " + message;
    }
    String start =
        "The %s \"%s\" is invalid: "
            .formatted(details.path("kind").asText(), details.path("name").asText());
    return causes.size() == 1
        ? start + causes.getFirst()
        : start + "\n* " + String.join("\n* ", causes);
  }
}
