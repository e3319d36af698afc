package tech.coopcloud.ci.browser;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Makes texts that come from a page fit to be shown. */
final class Text {
  private static final int LONGEST = 300;

  /** Control characters, and those that reorder or hide the text around them. */
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\u2028\\u2029\\s]+");

  private Text() {}

  /** On one line, without control characters, at most 300 characters. */
  static String clean(String text) {
    // Cut before the pattern sees it, so that a text of megabytes costs nothing.
    boolean cut = text.length() > LONGEST;
    String fit = UNFIT.matcher(cut ? text.substring(0, LONGEST) : text).replaceAll(" ").strip();
    return cut ? fit + "…" : fit;
  }

  /** An address without what may be secret in it: user, query and fragment. */
  static String address(String url) {
    if (url.startsWith("data:") || url.startsWith("blob:")) {
      return url.substring(0, 5) + "…";
    }
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String shown = clean(url.substring(0, end));
    int user = shown.indexOf('@');
    int slashes = shown.indexOf("://");
    int path = slashes < 0 ? -1 : shown.indexOf('/', slashes + 3);
    return user > 0 && slashes > 0 && (path < 0 || user < path)
        ? shown.substring(0, slashes + 3) + shown.substring(user + 1)
        : shown;
  }

  /** The host of an address in lower case, or nothing when it has none. */
  static String host(String url) {
    try {
      String host = new URI(url.length() > LONGEST ? origin(url) : url).getHost();
      return host == null ? "" : host.toLowerCase(java.util.Locale.ROOT);
    } catch (URISyntaxException e) {
      return origin(url).isEmpty() ? "" : URI.create(origin(url)).getHost();
    }
  }

  private static String origin(String url) {
    var match = Pattern.compile("^[a-z]{1,8}://[A-Za-z0-9.-]{1,253}").matcher(url);
    return match.find() ? match.group() : "";
  }
}
