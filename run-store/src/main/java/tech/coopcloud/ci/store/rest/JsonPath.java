package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The part of JSONPath that CRDs use: {@code .a.b}, {@code .a\.b}, {@code ['a']}, {@code [0]},
 * {@code [*]} and {@code [?(@.type=="Ready")]}.
 */
final class JsonPath {
  /** Hands every value that a step leads to from one value to the consumer. */
  private interface Step {
    void from(JsonNode node, Consumer<JsonNode> to);
  }

  private final List<Step> steps = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when the path is none of these
   */
  JsonPath(String path) {
    int at = 0;
    while (at < path.length()) {
      char c = path.charAt(at);
      if (c == '.') {
        at = field(path, at + 1);
      } else if (c == '[') {
        at = bracket(path, at);
      } else if (at == 0) {
        at = field(path, 0);
      } else {
        throw new IllegalArgumentException("not a JSON path that a CRD may use: " + path);
      }
    }
  }

  private int field(String path, int start) {
    StringBuilder name = new StringBuilder();
    int at = start;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      if (path.charAt(at) == '\\' && at + 1 < path.length()) {
        at++;
      }
      name.append(path.charAt(at++));
    }
    if (!name.isEmpty()) {
      named(name.toString());
    }
    return at;
  }

  private int bracket(String path, int start) {
    int end = path.indexOf(']', start);
    if (end < 0) {
      throw new IllegalArgumentException("a bracket is not closed in the JSON path " + path);
    }
    String inner = path.substring(start + 1, end).strip();
    if (inner.equals("*")) {
      steps.add((node, to) -> node.forEach(to));
    } else if (inner.startsWith("?(@.") && inner.endsWith(")") && inner.contains("==")) {
      String[] sides = inner.substring(4, inner.length() - 1).split("==", 2);
      JsonPath left = new JsonPath(sides[0].strip());
      String right = unquoted(sides[1].strip());
      steps.add(
          (node, to) ->
              node.forEach(
                  element -> {
                    if (left.all(element).stream().anyMatch(v -> v.asText().equals(right))) {
                      to.accept(element);
                    }
                  }));
    } else if (inner.startsWith("'") || inner.startsWith("\"")) {
      named(unquoted(inner));
    } else {
      int index = Integer.parseInt(inner);
      steps.add(
          (node, to) -> {
            JsonNode element = node.get(index < 0 ? node.size() + index : index);
            if (element != null) {
              to.accept(element);
            }
          });
    }
    return end + 1;
  }

  private void named(String name) {
    steps.add(
        (node, to) -> {
          JsonNode value = node.get(name);
          if (value != null) {
            to.accept(value);
          }
        });
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.startsWith("'") || text.startsWith("\""))
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Every value that the path leads to; empty when there is none. */
  List<JsonNode> all(JsonNode root) {
    List<JsonNode> nodes = List.of(root);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      nodes.forEach(node -> step.from(node, next::add));
      nodes = next;
    }
    return nodes;
  }
}
