package tech.coopcloud.ci.ingress;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;

/**
 * A regular expression of Go, which is Traefik's: its syntax, its way to write replacements, and
 * its linear time, whatever a hostile recipe writes.
 */
final class Regex {
  private static final java.util.regex.Pattern REFERENCE =
      java.util.regex.Pattern.compile("\\$(?:\\$|(\\w+)|\\{(\\w+)})");
  private static final java.util.regex.Pattern V2_VARIABLE =
      java.util.regex.Pattern.compile("\\{[A-Za-z_-]\\w*(?::((?:[^{}]|\\{[^{}]*})*))?}");

  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  static Regex of(String text) throws InvalidRuleException {
    try {
      return new Regex(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new InvalidRuleException(
          "has the regular expression '" + text + "', which is not valid: " + e.getDescription());
    }
  }

  /** A pattern of hosts: {@code ^.+\.example\.com$}, or v2's {@code {name:[a-z]+}.example.com}. */
  static Regex host(String text) throws InvalidRuleException {
    java.util.regex.Matcher variables = V2_VARIABLE.matcher(text);
    if (!variables.find()) {
      return of(text.strip());
    }
    StringBuilder regex = new StringBuilder("^");
    int from = 0;
    do {
      regex.append(Pattern.quote(text.substring(from, variables.start()).toLowerCase(Locale.ROOT)));
      String inner = variables.group(1);
      regex.append("(?:").append(inner == null ? "[^.]+" : inner).append(')');
      from = variables.end();
    } while (variables.find());
    return of(regex.append(Pattern.quote(text.substring(from))).append('$').toString());
  }

  boolean find(String text) {
    return pattern.matcher(text).find();
  }

  /**
   * Replaces every match as Go does: {@code $1x} is the group named 1x, which is none and so empty;
   * {@code ${1}x} is what was meant.
   */
  String replaceAll(String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      result.append(text, from, matcher.start());
      result.append(
          REFERENCE
              .matcher(replacement)
              .replaceAll(
                  it ->
                      java.util.regex.Matcher.quoteReplacement(
                          it.group().equals("$$")
                              ? "$"
                              : group(matcher, it.group(1) == null ? it.group(2) : it.group(1)))));
      from = matcher.end();
    }
    return result.append(text.substring(from)).toString();
  }

  private String group(Matcher matcher, String name) {
    String value = null;
    if (name.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(name);
      value = number <= matcher.groupCount() ? matcher.group(number) : null;
    } else if (pattern.namedGroups().containsKey(name)) {
      value = matcher.group(name);
    }
    return value == null ? "" : value;
  }
}
