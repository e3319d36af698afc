package tech.coopcloud.ci.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An app's env file: {@code .env.sample} as abra's reader (a godotenv with modifiers) sees it.
 * Quotes, escapes, values over several lines, expansion of earlier variables, inline comments, and
 * the modifiers that stand in them: {@code SECRET_X_VERSION=v1 # length=32 charset=hex}.
 *
 * @param values in the order of the file
 * @param modifiers of the variables that have any: by variable, then by modifier
 */
record EnvFile(Map<String, String> values, Map<String, Map<String, String>> modifiers) {
  /** Doubling variables must not fill the memory. */
  private static final int LONGEST_VALUE = 64 << 10;

  private static final int MOST_CHARS = 1 << 20;
  private static final Pattern EXPANSION = Pattern.compile("(\\\\)?(\\$)(\\()?\\{?([A-Z0-9_]+)?}?");
  private static final Pattern MODIFIER = Pattern.compile("([a-zA-Z_]+)=(\\S+)");

  EnvFile {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    modifiers = Collections.unmodifiableMap(new LinkedHashMap<>(modifiers));
  }

  static EnvFile empty(Map<String, String> given) {
    return new EnvFile(given, Map.of());
  }

  /**
   * @param given values that win over what the file says, also where later lines refer to them
   */
  static EnvFile parse(String file, String text, Map<String, String> given, Findings findings) {
    return new Parser(file, text, given, findings).parse();
  }

  private static final class Parser {
    private final String file;
    private final String text;
    private final Findings findings;
    private final Map<String, String> given;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> modifiers = new LinkedHashMap<>();
    private int at;
    private int line = 1;
    private int chars;

    Parser(String file, String text, Map<String, String> given, Findings findings) {
      this.file = file;
      String lines = text.replace("\r\n", "\n");
      this.text = lines.startsWith("\uFEFF") ? lines.substring(1) : lines;
      this.given = given;
      this.findings = findings;
      values.putAll(given);
    }

    EnvFile parse() {
      while (skipToStatement() && chars <= MOST_CHARS) {
        statement();
      }
      if (chars > MOST_CHARS) {
        findings.error(here(), "The variables are too long once they are expanded; shorten them.");
      }
      return new EnvFile(values, modifiers);
    }

    private Place here() {
      return Place.of(file, line);
    }

    private boolean skipToStatement() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '#') {
          skipLine();
        } else if (c == '\n') {
          line++;
          at++;
        } else if (Character.isWhitespace(c)) {
          at++;
        } else {
          return true;
        }
      }
      return false;
    }

    private void skipLine() {
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
    }

    private void statement() {
      int end = endOfLine();
      int separator = at;
      while (separator < end && text.charAt(separator) != '=' && text.charAt(separator) != ':') {
        separator++;
      }
      String name = text.substring(at, separator).strip();
      if (name.startsWith("export ")) {
        name = name.substring("export ".length()).strip();
      }
      if (separator == end || !name.matches("[\\p{L}\\p{N}_.]+")) {
        findings.error(
            here(),
            "This line must be NAME=value, a comment, or empty; it begins with '"
                + Checkout.shown(firstWord(name))
                + "'.");
        at = end;
        return;
      }
      at = separator + 1;
      while (at < end && isSpace(text.charAt(at))) {
        at++;
      }
      char quote = at < end ? text.charAt(at) : 0;
      String value = quote == '"' || quote == '\'' ? quoted(name, quote) : unquoted(name, end);
      if (value.length() > LONGEST_VALUE) {
        findings.error(here(), "The value of " + name + " is longer than 64 KiB; shorten it.");
        value = "";
      }
      chars += value.length();
      if (!given.containsKey(name)) {
        values.put(name, value);
      }
    }

    private String unquoted(String name, int end) {
      String rest = text.substring(at, end);
      at = end;
      int comment = -1;
      for (int i = 0; i < rest.length() && comment < 0; i++) {
        if (rest.charAt(i) == '#' && (i == 0 || isSpace(rest.charAt(i - 1)))) {
          comment = i;
        }
      }
      if (comment < 0) {
        return expand(rest.strip());
      }
      modifiers(name, rest.substring(comment + 1));
      return expand(rest.substring(0, comment).strip());
    }

    private String quoted(String name, char quote) {
      int close = at + 1;
      while (close < text.length()
          && (text.charAt(close) != quote || text.charAt(close - 1) == '\\')) {
        close++;
      }
      if (close >= text.length()) {
        findings.error(here(), "The value of " + name + " has no closing quote; add it.");
        at = text.length();
        return "";
      }
      String value = text.substring(at + 1, close);
      line += (int) value.chars().filter(c -> c == '\n').count();
      at = close + 1;
      int end = endOfLine();
      String rest = text.substring(at, end);
      int comment = rest.indexOf('#');
      if (rest.isBlank() || (comment >= 0 && rest.substring(0, comment).isBlank())) {
        at = end;
        if (comment >= 0) {
          modifiers(name, rest.substring(comment + 1));
        }
      }
      return quote == '"' ? expand(unescape(value)) : value;
    }

    private void modifiers(String name, String comment) {
      Map<String, String> found = new LinkedHashMap<>();
      Matcher matcher = MODIFIER.matcher(comment);
      while (matcher.find()) {
        found.put(matcher.group(1), matcher.group(2));
      }
      if (!found.isEmpty()) {
        modifiers.put(name, found);
      }
    }

    private int endOfLine() {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    private static String unescape(String value) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c != '\\' || i + 1 == value.length() || value.charAt(i + 1) == '$') {
          out.append(c);
          continue;
        }
        char next = value.charAt(++i);
        out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      }
      return out.toString();
    }

    /** Earlier variables; what is not set is empty, {@code \$} is a plain dollar sign. */
    private String expand(String value) {
      Matcher matcher = EXPANSION.matcher(value);
      StringBuilder out = new StringBuilder();
      int from = 0;
      while (matcher.find() && out.length() <= LONGEST_VALUE) {
        out.append(value, from, matcher.start());
        from = matcher.end();
        if (matcher.group(1) != null || matcher.group(3) != null) {
          out.append(matcher.group().substring(matcher.group(1) != null ? 1 : 0));
        } else if (matcher.group(4) == null) {
          out.append(matcher.group());
        } else {
          out.append(values.getOrDefault(matcher.group(4), ""));
        }
      }
      return out.append(value, from, value.length()).toString();
    }

    private static boolean isSpace(char c) {
      return c != '\n' && (Character.isWhitespace(c) || c == '\u00A0' || c == '\u0085');
    }

    private static String firstWord(String name) {
      int space = name.indexOf(' ');
      return space < 0 ? name : name.substring(0, space);
    }
  }
}
