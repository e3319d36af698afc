package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1,m<2}: every requirement has to hold.
 *
 * @param requirements none means everything matches
 */
record LabelSelector(List<Requirement> requirements) {
  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s=!,()<>]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*(,|$)");
  private static final Pattern PAIR =
      Pattern.compile("\\s*([^\\s=!,()<>]+)\\s*(==|=|!=|>|<)\\s*([^\\s=!,()<>]*)\\s*(,|$)");
  private static final Pattern KEY = Pattern.compile("\\s*(!?)\\s*([^\\s=!,()<>]+)\\s*(,|$)");

  /** One condition. */
  record Requirement(String key, Operator operator, Set<String> values) {
    boolean holds(JsonNode labels) {
      JsonNode node = labels.get(key);
      String value = node == null ? null : node.asText();
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case GREATER -> value != null && isNumber(value) && number(value) > number();
        case LESS -> value != null && isNumber(value) && number(value) < number();
      };
    }

    private long number() {
      return number(values.iterator().next());
    }

    private static long number(String text) {
      return Long.parseLong(text);
    }

    private static boolean isNumber(String text) {
      return text.matches("-?\\d{1,18}");
    }
  }

  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    GREATER,
    LESS
  }

  LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads the query parameter {@code labelSelector}.
   *
   * @throws ApiError when it is no selector
   */
  static LabelSelector parse(String text) throws ApiError {
    List<Requirement> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Matcher set = SET.matcher(text).region(at, text.length());
      Matcher pair = PAIR.matcher(text).region(at, text.length());
      Matcher key = KEY.matcher(text).region(at, text.length());
      if (set.lookingAt()) {
        Set<String> values =
            Stream.of(set.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
        found.add(
            new Requirement(
                set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values));
        at = set.end();
      } else if (pair.lookingAt()) {
        found.add(pair(text, pair));
        at = pair.end();
      } else if (key.lookingAt()) {
        found.add(
            new Requirement(
                key.group(2),
                key.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT,
                Set.of()));
        at = key.end();
      } else {
        throw ApiError.badRequest("unable to parse requirement: " + text.substring(at));
      }
    }
    return new LabelSelector(found);
  }

  private static Requirement pair(String text, Matcher pair) throws ApiError {
    String value = pair.group(3);
    Operator operator =
        switch (pair.group(2)) {
          case "!=" -> Operator.NOT_IN;
          case ">" -> Operator.GREATER;
          case "<" -> Operator.LESS;
          default -> Operator.IN;
        };
    boolean compares = operator == Operator.GREATER || operator == Operator.LESS;
    if (compares && !Requirement.isNumber(value)) {
      throw ApiError.badRequest("unable to parse requirement, not an integer: " + text);
    }
    return new Requirement(pair.group(1), operator, Set.of(value));
  }

  boolean matches(JsonNode labels) {
    return requirements.stream().allMatch(requirement -> requirement.holds(labels));
  }
}
