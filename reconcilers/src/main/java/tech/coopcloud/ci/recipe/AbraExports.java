package tech.coopcloud.ci.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that {@code abra.sh} exports, read from its text: no shell ever runs it. {@code
 * export NAME=value} at the start of a line, quotes, and earlier variables inside of the value.
 */
final class AbraExports {
  private static final Pattern EXPORT =
      Pattern.compile("^export\\s+([A-Za-z_][A-Za-z0-9_]*)=(.*)$");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

  /** Braces with more than a name in them; possessive, so that no text takes it long. */
  private static final Pattern BRACES = Pattern.compile("\\$\\{[A-Za-z0-9_]*+[^A-Za-z0-9_}]");

  private static final int LONGEST_VALUE = 64 << 10;

  /** All values together; what names itself again and again must not fill the memory. */
  private static final int MOST_CHARS = 1 << 20;

  private AbraExports() {}

  /**
   * @param env variables that values may refer to
   * @return the exports, in the order of the file
   */
  static Map<String, String> read(
      String file, String text, Map<String, String> env, Findings findings) {
    Map<String, String> exports = new LinkedHashMap<>();
    int number = 0;
    int chars = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.length() > LONGEST_VALUE) {
        findings.error(Place.of(file, number), "This line is longer than 64 KiB; shorten it.");
        return exports;
      }
      Matcher matcher = EXPORT.matcher(line.stripTrailing());
      if (!matcher.matches()) {
        continue;
      }
      Place place = Place.of(file, number);
      String name = matcher.group(1);
      String value = value(name, matcher.group(2), env, exports, place, findings);
      if (value.length() > LONGEST_VALUE) {
        findings.error(place, "The value of " + name + " is longer than 64 KiB; shorten it.");
        return exports;
      }
      chars += value.length();
      if (chars > MOST_CHARS) {
        findings.error(place, "The exports are too long once they are expanded; shorten them.");
        return exports;
      }
      exports.put(name, value);
    }
    return exports;
  }

  private static String value(
      String name,
      String raw,
      Map<String, String> env,
      Map<String, String> exports,
      Place place,
      Findings findings) {
    if (raw.startsWith("'")) {
      int close = raw.indexOf('\'', 1);
      return close < 0 ? raw.substring(1) : raw.substring(1, close);
    }
    boolean quoted = raw.startsWith("\"");
    int end = quoted ? closing(raw) : word(raw);
    String text = raw.substring(quoted ? 1 : 0, end);
    if (isComputed(text)) {
      findings.warning(
          place,
          "The value of "
              + name
              + " is computed by a shell, which cc-ci never starts; it is taken as written.");
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (matcher.find() && out.length() <= LONGEST_VALUE) {
      String variable = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      out.append(text, from, matcher.start());
      out.append(exports.getOrDefault(variable, env.getOrDefault(variable, "")));
      from = matcher.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Whether a shell would do more than put earlier variables in. */
  private static boolean isComputed(String text) {
    return text.contains("$(") || text.contains("`") || BRACES.matcher(text).find();
  }

  private static int closing(String raw) {
    int close = raw.indexOf('"', 1);
    return close < 0 ? raw.length() : close;
  }

  /** Where an unquoted word ends: at a space, a semicolon or a comment after a space. */
  private static int word(String raw) {
    int end = 0;
    while (end < raw.length()
        && !Character.isWhitespace(raw.charAt(end))
        && raw.charAt(end) != ';') {
      end++;
    }
    return end;
  }
}
