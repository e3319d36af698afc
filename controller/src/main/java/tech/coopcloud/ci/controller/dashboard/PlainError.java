package tech.coopcloud.ci.controller.dashboard;

import com.fasterxml.jackson.databind.node.TextNode;
import io.javalin.http.Context;

/** Errors of the endpoints that programs read: a Kubernetes {@code Status}, as everywhere else. */
final class PlainError {
  private PlainError() {}

  static void notFound(Context context, String message) {
    write(context, 404, message);
  }

  static void write(Context context, int code, String message) {
    context.status(code);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-store");
    context.contentType("application/json");
    context.result(
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":%s,\"reason\":\"%s\",\"code\":%d}\n"
            .formatted(quoted(message), reason(code), code));
  }

  private static String reason(int code) {
    return switch (code) {
      case 404 -> "NotFound";
      case 503 -> "ServiceUnavailable";
      default -> "BadRequest";
    };
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
