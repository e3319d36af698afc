package tech.coopcloud.ci.controller.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code /healthz}: the process answers. {@code /readyz}: every part is ready (200), or which is
 * not and why (503); a line a part, or JSON for who asks for {@code application/json}. What is
 * wrong beside the parts is told and makes nothing unready.
 */
final class HealthEndpoints {
  private final Readiness readiness;

  HealthEndpoints(Readiness readiness) {
    this.readiness = readiness;
  }

  void healthz(Context context) {
    plain(context, "ok\n");
  }

  void readyz(Context context) {
    Map<String, Optional<String>> parts = readiness.look();
    boolean ready = parts.values().stream().allMatch(Optional::isEmpty);
    context.status(ready ? 200 : 503);
    if (Objects.requireNonNullElse(context.header("Accept"), "").contains("application/json")) {
      plain(context, json(parts, readiness.details(), ready));
      context.contentType("application/json");
    } else {
      plain(context, text(parts, readiness.details(), ready));
    }
  }

  private static String text(
      Map<String, Optional<String>> parts, Map<String, Optional<String>> details, boolean ready) {
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (name, problem) ->
            text.append(problem.isEmpty() ? "[+] " : "[-] ")
                .append(name)
                .append(problem.map(sentence -> ": " + sentence).orElse(" ok"))
                .append('\n'));
    details.forEach(
        (name, problem) ->
            problem.ifPresent(
                sentence ->
                    text.append("[!] ").append(name).append(": ").append(sentence).append('\n')));
    return text.append(ready ? "ready\n" : "not ready\n").toString();
  }

  private static String json(
      Map<String, Optional<String>> parts, Map<String, Optional<String>> details, boolean ready) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ready", ready);
    ObjectNode named = root.putObject("parts");
    parts.forEach(
        (name, problem) -> {
          ObjectNode part = named.putObject(name).put("ready", problem.isEmpty());
          problem.ifPresent(sentence -> part.put("problem", sentence));
        });
    details.forEach(
        (name, problem) ->
            problem.ifPresent(sentence -> root.withObjectProperty("details").put(name, sentence)));
    return root + "\n";
  }

  private static void plain(Context context, String text) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-store");
    context.contentType("text/plain; charset=utf-8");
    context.result(text);
  }
}
