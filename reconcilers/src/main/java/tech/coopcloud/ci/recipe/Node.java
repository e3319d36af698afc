package tech.coopcloud.ci.recipe;

import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML value that knows where it stands. Aliases and merge keys are resolved already. */
sealed interface Node {
  Place place();

  /** What a person would call this kind of value. */
  String kind();

  /**
   * @param value String, Long, Double, Boolean, OffsetDateTime or null
   * @param substituted whether a variable took part in it: only then is text cast to the type that
   *     a field wants, as docker does
   */
  record Scalar(Place place, @Nullable Object value, boolean substituted) implements Node {
    @Override
    public String kind() {
      return switch (value) {
        case null -> "nothing";
        case String ignored -> "text";
        case Boolean b -> b.toString();
        case Long ignored -> "a whole number";
        case OffsetDateTime ignored -> "a date (quote it)";
        default -> "a number";
      };
    }
  }

  record Items(Place place, List<Node> nodes) implements Node {
    public Items {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keeps the order of the file. The place of a value is the line of its key. */
  record Fields(Place place, Map<String, Node> map) implements Node {
    public Fields {
      map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
