package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in the values of a compose file, with docker's grammar and its quirks: {@code
 * $V ${V} ${V:-d} ${V-d} ${V:?e} ${V?e} $$}. A default ends at the first brace, forms are told
 * apart by the first operator that occurs anywhere, and even without braces an operator belongs to
 * the variable.
 */
final class Interpolation {
  private static final String NAME = "[_a-z][_a-z0-9]*(?::?[-?][^}]*)?";
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?i:(?<escaped>\\$)|(?<named>"
              + NAME
              + ")|\\{(?<braced>"
              + NAME
              + ")}|(?<invalid>))");

  /** All values of one recipe together; a doubling variable must not fill the memory. */
  private static final int MOST_CHARS = 4 << 20;

  private final Function<String, @Nullable String> lookup;
  private final Findings findings;
  private int chars;

  /**
   * @param lookup value of a variable, or null where it is not set
   */
  Interpolation(Function<String, @Nullable String> lookup, Findings findings) {
    this.lookup = lookup;
    this.findings = findings;
  }

  /**
   * A variable that a text refers to.
   *
   * @param optional whether the text says what to take where it is not set
   */
  record Reference(String name, boolean optional) {}

  /** The variables of a text; empty where it is not valid. */
  static List<Reference> references(String text) {
    List<Reference> references = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      String named = matcher.group("named");
      String expression = named == null ? matcher.group("braced") : named;
      if (expression != null) {
        Matcher name = Pattern.compile("[_A-Za-z0-9]+").matcher(expression);
        if (name.lookingAt()) {
          references.add(new Reference(name.group(), name.end() < expression.length()));
        }
      }
    }
    return references;
  }

  /** Replaces in every value below; keys stay. */
  Node apply(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar);
      case Node.Items items ->
          new Node.Items(items.place(), items.nodes().stream().map(this::apply).toList());
      case Node.Fields fields -> fields(fields);
    };
  }

  Node.Fields fields(Node.Fields fields) {
    var map = new java.util.LinkedHashMap<String, Node>();
    fields.map().forEach((key, value) -> map.put(key, apply(value)));
    return new Node.Fields(fields.place(), map);
  }

  private Node.Scalar scalar(Node.Scalar scalar) {
    if (!(scalar.value() instanceof String text) || text.indexOf('$') < 0) {
      return scalar;
    }
    String replaced = substitute(scalar.place(), text);
    return replaced.equals(text) ? scalar : new Node.Scalar(scalar.place(), replaced, true);
  }

  private String substitute(Place place, String text) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start());
      from = matcher.end();
      if (matcher.group("escaped") != null) {
        out.append('$');
      } else {
        String expression =
            matcher.group("named") != null ? matcher.group("named") : matcher.group("braced");
        if (expression == null) {
          findings.error(
              place,
              "The field '"
                  + place.path()
                  + "' has a '$' that begins no variable; write '$$' for a plain dollar sign.");
          return text;
        }
        out.append(value(place, expression));
      }
      if (chars + out.length() > MOST_CHARS) {
        findings.error(place, "The values are too long once variables are replaced; shorten them.");
        return "";
      }
    }
    out.append(text, from, text.length());
    chars += out.length();
    return out.toString();
  }

  private String value(Place place, String expression) {
    for (String operator : new String[] {":-", "-", ":?", "?"}) {
      int at = expression.indexOf(operator);
      if (at < 0) {
        continue;
      }
      String name = expression.substring(0, at);
      String rest = expression.substring(at + operator.length());
      String value = lookup.apply(name);
      boolean unset = value == null || (operator.startsWith(":") && value.isEmpty());
      if (!unset && value != null) {
        return value;
      }
      if (operator.endsWith("-")) {
        return rest;
      }
      findings.error(
          place,
          "The variable "
              + name
              + " must have a value"
              + (rest.isBlank() ? "" : ": " + Checkout.shown(rest))
              + "; set it in .env.sample or in the Recipe's deploy.env.");
      return "";
    }
    String value = lookup.apply(expression);
    return value == null ? "" : value;
  }
}
