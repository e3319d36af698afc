package tech.coopcloud.ci.recipe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at a mapping that a {@link Shape} has read: every field is of the type it should be. */
record View(Node.Fields fields) {

  static View of(@Nullable Node node, Place otherwise) {
    return new View(
        node instanceof Node.Fields fields ? fields : new Node.Fields(otherwise, Map.of()));
  }

  Place place() {
    return fields.place();
  }

  Place place(String name) {
    Node node = fields.map().get(name);
    return node == null ? place() : node.place();
  }

  boolean has(String name) {
    return fields.map().containsKey(name);
  }

  View view(String name) {
    return of(fields.map().get(name), place());
  }

  /** Its entries, in order; those that are no mapping are empty views. */
  Map<String, View> views(String name) {
    Map<String, View> views = new LinkedHashMap<>();
    if (fields.map().get(name) instanceof Node.Fields entries) {
      entries.map().forEach((key, node) -> views.put(key, of(node, node.place())));
    }
    return views;
  }

  List<View> list(String name) {
    return fields.map().get(name) instanceof Node.Items items
        ? items.nodes().stream().map(node -> of(node, node.place())).toList()
        : List.of();
  }

  @Nullable String text(String name) {
    return value(name) instanceof String text ? text : null;
  }

  /** Empty where it is not there. */
  String textOrEmpty(String name) {
    return value(name) instanceof String text ? text : "";
  }

  /** Null for what is empty as well. */
  @Nullable String textOrNull(String name) {
    String text = text(name);
    return text == null || text.isEmpty() ? null : text;
  }

  @Nullable Long whole(String name) {
    return value(name) instanceof Long number ? number : null;
  }

  long wholeOr(String name, long otherwise) {
    return value(name) instanceof Long number ? number : otherwise;
  }

  double number(String name) {
    return value(name) instanceof Double number ? number : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(value(name));
  }

  @Nullable Boolean flagOrNull(String name) {
    return value(name) instanceof Boolean flag ? flag : null;
  }

  @Nullable Duration duration(String name) {
    return value(name) instanceof String text ? GoText.duration(text) : null;
  }

  List<String> texts(String name) {
    return fields.map().get(name) instanceof Node.Items items
        ? items.nodes().stream()
            .map(Shapes::value)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .toList()
        : List.of();
  }

  /** Keys whose value is null are left out. */
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (fields.map().get(name) instanceof Node.Fields entries) {
      entries
          .map()
          .forEach(
              (key, node) -> {
                if (Shapes.value(node) instanceof String text) {
                  pairs.put(key, text);
                }
              });
    }
    return pairs;
  }

  private @Nullable Object value(String name) {
    Node node = fields.map().get(name);
    return node == null ? null : Shapes.value(node);
  }
}
