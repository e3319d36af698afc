package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.Shapes.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lays one compose file over another, by docker's rules: what is named at the top level replaces,
 * services merge field by field, lists append but for commands and for what has a key of its own
 * (volumes by target, ports by published, secrets and configs by source), and what is zero, empty
 * or false does not override.
 */
final class ComposeMerge {
  /** Numbers for which zero is a wish of its own. */
  private static final Set<String> ZERO_COUNTS =
      Set.of("replicas", "parallelism", "max_attempts", "retries");

  /**
   * Once a service is in two files, no two entries that the first one has of these have one key,
   * even where the second has none: of several ports that leave it to Swarm which one is published,
   * the last stays.
   */
  private static final Set<String> KEYED = Set.of("ports", "volumes", "secrets", "configs");

  private static final Node NOTHING = new Node.Items(Place.NOWHERE, List.of());

  /** Text that stands for an amount: zero is written in many ways. */
  private static final Map<String, Predicate<String>> ZEROES = zeroes();

  private ComposeMerge() {}

  private static Map<String, Predicate<String>> zeroes() {
    Map<String, Predicate<String>> zeroes = new HashMap<>();
    for (String duration :
        List.of(
            "delay",
            "monitor",
            "window",
            "interval",
            "timeout",
            "start_period",
            "start_interval",
            "stop_grace_period")) {
      zeroes.put(duration, text -> GoText.duration(text).isZero());
    }
    zeroes.put("memory", text -> GoText.size(text) == 0);
    return zeroes;
  }

  private static boolean isZero(String name, Node node) {
    return value(node) instanceof String text && ZEROES.getOrDefault(name, any -> false).test(text);
  }

  static Node.Fields merge(Node.Fields base, Node.Fields over) {
    Map<String, Node> merged = new LinkedHashMap<>(base.map());
    over.map()
        .forEach(
            (section, value) -> {
              Node before = merged.get(section);
              if (before instanceof Node.Fields old && value instanceof Node.Fields young) {
                merged.put(
                    section,
                    section.equals("services")
                        ? overlay(old, young, ComposeMerge::service)
                        : overlay(old, young, (name, a, b) -> b));
              } else {
                merged.put(section, value);
              }
            });
    return new Node.Fields(base.place(), merged);
  }

  @FunctionalInterface
  private interface Rule {
    Node merge(String name, Node base, Node over);
  }

  private static Node.Fields overlay(Node.Fields base, Node.Fields over, Rule rule) {
    Map<String, Node> merged = new LinkedHashMap<>(base.map());
    over.map()
        .forEach(
            (name, value) ->
                merged.merge(name, value, (before, now) -> rule.merge(name, before, now)));
    return new Node.Fields(base.place(), merged);
  }

  private static Node service(String name, Node base, Node over) {
    if (!(base instanceof Node.Fields old) || !(over instanceof Node.Fields young)) {
      return over;
    }
    Map<String, Node> fields =
        new LinkedHashMap<>(overlay(old, young, ComposeMerge::serviceField).map());
    for (String field : KEYED) {
      Node first = old.map().get(field);
      if (first != null && !young.map().containsKey(field)) {
        fields.put(field, keyed(field, first, NOTHING));
      }
    }
    return new Node.Fields(base.place(), fields);
  }

  private static Node serviceField(String name, Node base, Node over) {
    return switch (name) {
      case "command", "entrypoint" -> isEmpty(over) ? base : over;
      case "environment" -> overlay(base, over, (key, a, b) -> isEmpty(b) && !unset(a) ? a : b);
      case "labels", "sysctls" -> overlay(base, over, (key, a, b) -> b);
      case "ports", "volumes", "secrets", "configs" -> keyed(name, base, over);
      case "ulimits" -> overlay(base, over, (key, a, b) -> b);
      case "networks" -> overlay(base, over, ComposeMerge::network);
      case "logging" -> logging(base, over);
      default -> field(name, base, over);
    };
  }

  private static Node overlay(Node base, Node over, Rule rule) {
    return base instanceof Node.Fields old && over instanceof Node.Fields young
        ? overlay(old, young, rule)
        : over;
  }

  private static Node field(String name, Node base, Node over) {
    if (base instanceof Node.Fields old && over instanceof Node.Fields young) {
      return name.equals("labels")
          ? overlay(old, young, (key, a, b) -> b)
          : overlay(old, young, ComposeMerge::field);
    }
    if (base instanceof Node.Items first && over instanceof Node.Items second) {
      List<Node> all = new ArrayList<>(first.nodes());
      all.addAll(second.nodes());
      return new Node.Items(base.place(), all);
    }
    boolean zeroCounts = ZERO_COUNTS.contains(name) && value(over) != null;
    return (isEmpty(over) || isZero(name, over)) && !zeroCounts ? base : over;
  }

  /** Aliases are replaced and the driver's options kept; a network without more changes nothing. */
  private static Node network(String name, Node base, Node over) {
    if (!(over instanceof Node.Fields young) || young.map().isEmpty()) {
      return base;
    }
    if (!(base instanceof Node.Fields old) || old.map().isEmpty()) {
      return over;
    }
    Map<String, Node> merged = new LinkedHashMap<>(old.map());
    Node aliases = young.map().get("aliases");
    if (aliases == null) {
      merged.remove("aliases");
    } else {
      merged.put("aliases", aliases);
    }
    return new Node.Fields(base.place(), merged);
  }

  private static Node logging(Node base, Node over) {
    String before = text(base, "driver");
    String now = text(over, "driver");
    return before.isEmpty() || now.isEmpty() || before.equals(now)
        ? overlay(base, over, (key, a, b) -> overlay(a, b, (option, x, y) -> y))
        : over;
  }

  private static Node keyed(String field, Node base, Node over) {
    return switch (field) {
      case "ports" -> keyed(base, over, port -> number(port, "published"));
      case "volumes" -> keyed(base, over, volume -> text(volume, "target"));
      default -> keyed(base, over, reference -> text(reference, "source"));
    };
  }

  private static <K extends Comparable<K>> Node keyed(Node base, Node over, Function<Node, K> key) {
    if (!(base instanceof Node.Items first) || !(over instanceof Node.Items second)) {
      return over;
    }
    Map<K, Node> entries = new TreeMap<>();
    first.nodes().forEach(node -> entries.put(key.apply(node), node));
    second.nodes().forEach(node -> entries.put(key.apply(node), node));
    return new Node.Items(base.place(), List.copyOf(entries.values()));
  }

  private static String text(Node node, String field) {
    return node instanceof Node.Fields fields
            && fields.map().get(field) instanceof Node.Scalar scalar
            && scalar.value() instanceof String text
        ? text
        : "";
  }

  private static Long number(Node node, String field) {
    return node instanceof Node.Fields fields
            && fields.map().get(field) instanceof Node.Scalar scalar
            && scalar.value() instanceof Long number
        ? number
        : 0L;
  }

  private static boolean unset(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() == null;
  }

  private static boolean isEmpty(Node node) {
    return switch (node) {
      case Node.Items items -> items.nodes().isEmpty();
      case Node.Fields fields -> fields.map().isEmpty();
      case Node.Scalar scalar ->
          switch (scalar.value()) {
            case null -> true;
            case String text -> text.isEmpty();
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case Double number -> number == 0;
            default -> false;
          };
    };
  }
}
