package tech.coopcloud.ci.recipe;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shapes that {@link ComposeSchema} is made of. */
final class Shapes {
  private Shapes() {}

  static final Shape TEXT =
      (node, reading) -> value(node) instanceof String ? node : reading.wrong(node, "text");

  static final Shape TEXT_OR_NULL =
      (node, reading) -> isNull(node) ? node : TEXT.read(node, reading);

  /** A whole number that docker does not take from a variable. */
  static final Shape PLAIN_WHOLE =
      (node, reading) -> {
        if (value(node) instanceof Double number && number == Math.rint(number)) {
          return new Node.Scalar(node.place(), number.longValue(), false);
        }
        return value(node) instanceof Long
            ? node
            : reading.wrong(node, "a whole number, without quotes");
      };

  /** True or false that docker does not take from a variable. */
  static final Shape PLAIN_YES_OR_NO =
      (node, reading) ->
          value(node) instanceof Boolean
              ? node
              : reading.wrong(node, "true or false, without quotes");

  /** Text that was interpolated is cast; text that was not is refused, as docker does. */
  static final Shape WHOLE =
      (node, reading) -> {
        if (node instanceof Node.Scalar scalar
            && scalar.substituted()
            && scalar.value() instanceof String text) {
          try {
            return new Node.Scalar(node.place(), Long.parseLong(text), true);
          } catch (NumberFormatException e) {
            return reading.wrong(node, "a whole number once its variables are replaced");
          }
        }
        return PLAIN_WHOLE.read(node, reading);
      };

  static final Shape NUMBER =
      (node, reading) -> {
        if (node instanceof Node.Scalar scalar
            && scalar.substituted()
            && scalar.value() instanceof String text) {
          try {
            return new Node.Scalar(node.place(), Double.valueOf(text), true);
          } catch (NumberFormatException e) {
            return reading.wrong(node, "a number once its variables are replaced");
          }
        }
        return switch (value(node)) {
          case Long whole -> new Node.Scalar(node.place(), whole.doubleValue(), false);
          case Double ignored -> node;
          case null, default -> reading.wrong(node, "a number, without quotes");
        };
      };

  static final Shape YES_OR_NO =
      (node, reading) -> {
        if (node instanceof Node.Scalar scalar
            && scalar.substituted()
            && scalar.value() instanceof String text) {
          return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "y", "yes", "true", "on" -> new Node.Scalar(node.place(), true, true);
            case "n", "no", "false", "off" -> new Node.Scalar(node.place(), false, true);
            default -> reading.wrong(node, "true or false once its variables are replaced");
          };
        }
        return PLAIN_YES_OR_NO.read(node, reading);
      };

  static final Shape DURATION = checked(GoText::duration);
  static final Shape SIZE = checked(GoText::size);
  static final Shape CPUS = checked(GoText::nanoCpus);

  /** Anything, for fields that are ignored. */
  static final Shape ANY = (node, reading) -> node;

  static final Shape TEXTS = list(TEXT, true);

  /** Text or a list of text; read as a list. */
  static final Shape TEXT_OR_TEXTS =
      (node, reading) ->
          value(node) instanceof String
              ? new Node.Items(node.place(), List.of(node))
              : TEXTS.read(node, reading);

  /** Text that is split as a shell would, or a list of words. */
  static final Shape COMMAND =
      (node, reading) -> {
        if (!(value(node) instanceof String text)) {
          return isNull(node)
              ? reading.wrong(node, "a command")
              : list(TEXT, false).read(node, reading);
        }
        try {
          return texts(node.place(), GoText.words(text));
        } catch (IllegalArgumentException e) {
          reading
              .findings()
              .error(
                  node.place(),
                  "The command '" + node.place().path() + "' lacks " + e.getMessage() + ".");
          return node;
        }
      };

  /** Text is a command for a shell. */
  static final Shape HEALTH_TEST =
      (node, reading) ->
          value(node) instanceof String text
              ? texts(node.place(), List.of("CMD-SHELL", text))
              : list(TEXT, false).read(node, reading);

  /** A mapping to text or numbers, or a list of {@code KEY=value}; read as a mapping to text. */
  static final Shape PAIRS = pairs("=", false);

  /** The same, where a key without a value stays without. */
  static final Shape VARIABLES = pairs("=", true);

  static final Shape OPTIONS =
      (node, reading) ->
          node instanceof Node.Fields
              ? PAIRS.read(node, reading)
              : reading.wrong(node, "a mapping");

  static Shape list(Shape item, boolean unique) {
    return (node, reading) -> {
      if (!(node instanceof Node.Items items)) {
        return reading.wrong(node, "a list");
      }
      List<Node> read = new ArrayList<>();
      Set<@Nullable Object> seen = new HashSet<>();
      for (Node entry : items.nodes()) {
        Object value = value(entry);
        if (unique && value != null && !seen.add(value)) {
          reading
              .findings()
              .error(
                  entry.place(),
                  "The list '" + node.place().path() + "' names one thing twice; remove one.");
        }
        read.add(item.read(entry, reading));
      }
      return new Node.Items(node.place(), read);
    };
  }

  static Shape map(Shape each) {
    return (node, reading) -> {
      if (!(node instanceof Node.Fields fields)) {
        return reading.wrong(node, "a mapping");
      }
      Map<String, Node> read = new LinkedHashMap<>();
      fields
          .map()
          .forEach(
              (key, value) -> {
                if (!key.matches("[a-zA-Z0-9._-]+") && !key.startsWith("x-")) {
                  reading
                      .findings()
                      .error(
                          value.place(),
                          "The name '"
                              + Checkout.shown(key)
                              + "' may only have letters, digits, '.', '_' and '-'.");
                }
                read.put(key, each.read(value, reading));
              });
      return new Node.Fields(node.place(), read);
    };
  }

  static Shape nullable(Shape shape) {
    return (node, reading) ->
        isNull(node) ? new Node.Fields(node.place(), Map.of()) : shape.read(node, reading);
  }

  private static Shape pairs(String separator, boolean keepNull) {
    return (node, reading) -> {
      Map<String, Node> read = new LinkedHashMap<>();
      if (node instanceof Node.Fields fields) {
        fields.map().forEach((key, value) -> read.put(key, pairValue(value, keepNull, reading)));
      } else if (node instanceof Node.Items items) {
        TEXTS.read(items, reading);
        for (Node item : items.nodes()) {
          if (value(item) instanceof String text) {
            int at = text.indexOf(separator);
            String key = at < 0 ? text : text.substring(0, at);
            String value =
                at < 0 ? (keepNull ? null : "") : text.substring(at + separator.length());
            read.put(key, new Node.Scalar(item.place(), value, false));
          }
        }
      } else {
        return reading.wrong(node, "a mapping or a list of KEY=value");
      }
      return new Node.Fields(node.place(), read);
    };
  }

  private static Node pairValue(Node node, boolean keepNull, Shape.Reading reading) {
    Place place = node.place();
    if (isNull(node)) {
      return new Node.Scalar(place, keepNull ? null : "", false);
    }
    return switch (value(node)) {
      case String ignored -> node;
      case Long whole -> new Node.Scalar(place, whole.toString(), false);
      case Double number -> new Node.Scalar(place, GoText.print(number), false);
      case OffsetDateTime time -> {
        String printed = PlainTime.print(time);
        reading
            .findings()
            .warning(
                place,
                "The field '"
                    + place.path()
                    + "' is a date without quotes, of which docker makes '"
                    + printed
                    + "'; quote it.");
        yield new Node.Scalar(place, printed, false);
      }
      case Boolean flag -> reading.wrong(node, "text or a number (write \"" + flag + "\")");
      case null, default -> reading.wrong(node, "text or a number");
    };
  }

  private static Shape checked(Consumer<String> parser) {
    return (node, reading) -> {
      if (!(value(node) instanceof String text)) {
        return reading.wrong(node, "text (quote it)");
      }
      try {
        parser.accept(text);
      } catch (IllegalArgumentException e) {
        reading
            .findings()
            .error(
                node.place(),
                "The field '"
                    + node.place().path()
                    + "' must be "
                    + e.getMessage()
                    + ", not '"
                    + Checkout.shown(text)
                    + "'.");
      }
      return node;
    };
  }

  static Node.Items texts(Place place, List<String> words) {
    return new Node.Items(
        place, words.stream().<Node>map(word -> new Node.Scalar(place, word, false)).toList());
  }

  static @Nullable Object value(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.value() : null;
  }

  static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() == null;
  }
}
