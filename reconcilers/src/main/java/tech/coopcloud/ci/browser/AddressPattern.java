package tech.coopcloud.ci.browser;

import java.util.regex.Pattern;

/**
 * What an address must match: a path, or the whole address if it begins with {@code https:}, in
 * which {@code *} stands for any characters. A query counts only where the pattern has one.
 */
final class AddressPattern {
  private static final int LONGEST = 2000;

  private AddressPattern() {}

  static Pattern of(String text) {
    StringBuilder regex = new StringBuilder();
    for (String literal : text.split("\\*+", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*?").append(Pattern.quote(literal));
    }
    return Pattern.compile(
        (text.startsWith("https:") ? "" : "https?://[^/]*")
            + regex
            + (text.contains("?") ? "" : "(\\?.*)?")
            + "(#.*)?");
  }

  static boolean matches(Pattern pattern, String url) {
    return url.length() <= LONGEST && pattern.matcher(url).matches();
  }
}
