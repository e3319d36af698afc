package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSONPath templates that kubectl prints with: text, {@code {.a.b}}, {@code {.a[0]}}, {@code
 * {.a[*]}}, {@code {.a[-1]}}, {@code {.a['b.c']}}, {@code {.a[?(@.b=="c")]}}, {@code {..a}}, {@code
 * {range .a[*]}...{end}} and {@code {"\n"}}. A field that is missing prints nothing.
 */
final class JsonPath {
  private final String template;
  private int at;

  private JsonPath(String template) {
    this.template = template;
  }

  /**
   * @throws CcctlException when the template is wrong
   */
  static String print(String template, JsonNode root) {
    String braced = template.contains("{") ? template : "{" + template + "}";
    StringBuilder out = new StringBuilder();
    JsonPath path = new JsonPath(braced);
    path.block(List.of(root), out, false);
    return out.toString();
  }

  private void block(List<JsonNode> context, StringBuilder out, boolean inRange) {
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '{') {
        out.append(c);
        at++;
        continue;
      }
      String action = action();
      if (action.equals("end")) {
        if (!inRange) {
          throw wrong("{end} without {range}");
        }
        return;
      }
      if (action.startsWith("range ")) {
        range(JsonSteps.of(action.substring(6).strip()).select(context), out);
      } else if (action.startsWith("\"") || action.startsWith("'")) {
        out.append(unquoted(action));
      } else {
        print(JsonSteps.of(action).select(context), out);
      }
    }
    if (inRange) {
      throw wrong("{range} without {end}");
    }
  }

  private void range(List<JsonNode> items, StringBuilder out) {
    int start = at;
    if (items.isEmpty()) {
      block(List.of(), new StringBuilder(), true);
    }
    for (JsonNode item : items) {
      at = start;
      block(List.of(item), out, true);
    }
  }

  private String action() {
    int start = ++at;
    char quote = 0;
    for (; at < template.length(); at++) {
      char c = template.charAt(at);
      if (quote != 0) {
        if (c == '\\') {
          at++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}') {
        return template.substring(start, at++).strip();
      }
    }
    throw wrong("a { is not closed");
  }

  private static String unquoted(String text) {
    return text.substring(1, Math.max(1, text.length() - 1))
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }

  private static void print(List<JsonNode> values, StringBuilder out) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      texts.add(value.isValueNode() ? value.asText() : Json.compact(value));
    }
    out.append(String.join(" ", texts));
  }

  private CcctlException wrong(String why) {
    return CcctlException.usage(
        "the jsonpath template \"" + template + "\" is wrong: " + why + ".");
  }

  /** All nodes below and including one, for {@code ..}. */
  static void descend(JsonNode node, List<JsonNode> into) {
    into.add(node);
    if (node.isObject() || node instanceof ArrayNode) {
      node.forEach(child -> descend(child, into));
    }
  }
}
