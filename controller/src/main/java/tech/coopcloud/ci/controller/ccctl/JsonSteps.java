package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One path of a template: the steps from the root to what is selected. */
final class JsonSteps {
  private static final Pattern STEP =
      Pattern.compile(
          "(?<descend>\\.\\.)(?<below>[\\w-]+|\\*)"
              + "|\\.?\\[\\?\\(\\s*@(?<field>(\\.[\\w-]+)+)\\s*(?<op>==|!=)\\s*(?<value>\"[^\"]*\"|'[^']*'|[\\w.-]+)\\s*\\)\\]"
              + "|\\.?\\[(?<index>-?\\d+)\\]"
              + "|\\.?\\[\\*\\]"
              + "|\\.?\\['(?<quoted>[^']+)'\\]"
              + "|\\.(?<name>(?:\\\\.|[\\w/-])+)"
              + "|\\.\\*"
              + "|(?<self>[@$.])");

  private final List<Function<JsonNode, List<JsonNode>>> steps;

  private JsonSteps(List<Function<JsonNode, List<JsonNode>>> steps) {
    this.steps = steps;
  }

  /**
   * @throws CcctlException when it is no path
   */
  static JsonSteps of(String path) {
    List<Function<JsonNode, List<JsonNode>>> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length()) {
      if (!step.find(at) || step.start() != at) {
        throw CcctlException.usage(
            "the jsonpath \"%s\" is wrong at \"%s\"; write it like {.status.phase}."
                .formatted(path, path.substring(at)));
      }
      steps.add(step(step));
      at = step.end();
    }
    return new JsonSteps(steps);
  }

  List<JsonNode> select(List<JsonNode> from) {
    List<JsonNode> nodes = from;
    for (Function<JsonNode, List<JsonNode>> step : steps) {
      List<JsonNode> next = new ArrayList<>();
      nodes.forEach(node -> next.addAll(step.apply(node)));
      nodes = next;
    }
    return nodes;
  }

  private static Function<JsonNode, List<JsonNode>> step(Matcher step) {
    if (step.group("descend") != null) {
      String below = step.group("below");
      return node -> below(node, below);
    }
    if (step.group("field") != null) {
      JsonSteps field = of(step.group("field"));
      String value = step.group("value").replaceAll("^[\"']|[\"']$", "");
      boolean equal = step.group("op").equals("==");
      return node ->
          children(node).stream()
              .filter(
                  child ->
                      equal
                          == field.select(List.of(child)).stream()
                              .anyMatch(found -> found.asText().equals(value)))
              .toList();
    }
    if (step.group("index") != null) {
      int index = Integer.parseInt(step.group("index"));
      return node -> present(node.path(index < 0 ? node.size() + index : index));
    }
    if (step.group("self") != null) {
      return List::of;
    }
    String name = step.group("quoted") != null ? step.group("quoted") : step.group("name");
    if (name == null) {
      return JsonSteps::children;
    }
    String plain = name.replace("\\", "");
    return node -> present(node.path(plain));
  }

  private static List<JsonNode> below(JsonNode node, String name) {
    List<JsonNode> all = new ArrayList<>();
    JsonPath.descend(node, all);
    return name.equals("*")
        ? all
        : all.stream().filter(n -> n.has(name)).map(n -> n.path(name)).toList();
  }

  private static List<JsonNode> children(JsonNode node) {
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    return children;
  }

  private static List<JsonNode> present(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? List.of() : List.of(node);
  }
}
