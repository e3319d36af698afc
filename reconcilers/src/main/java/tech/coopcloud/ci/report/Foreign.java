package tech.coopcloud.ci.report;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that a recipe may have written, for a comment in Markdown. Every character that could mean
 * something to Markdown, to HTML or to the forge (a mention, a reference, an emoji, the end of a
 * block) becomes a numeric entity, which means nothing but itself, and each line stands in an
 * element of code, in which the forge looks for no mentions or links.
 */
final class Foreign {
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final int MOST_LINES = 40;

  private Foreign() {}

  /** One line of text, e.g. for a cell of a table. */
  static String inline(String text, int most) {
    String line = shortened(text.replaceAll("\\s+", " ").strip(), most);
    return line.isEmpty() ? "" : "<code>" + entities(line) + "</code>";
  }

  /** Lines of text, which are broken where the screen is narrow: a phone would cut them off. */
  static String block(String text, int most) {
    return shortened(text.strip(), most)
        .lines()
        .limit(MOST_LINES)
        .map(line -> "<code>" + (line.isBlank() ? " " : entities(line)) + "</code>")
        .collect(Collectors.joining("<br>\n"));
  }

  private static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "...";
  }

  private static String entities(String line) {
    String fit = UNFIT.matcher(line.replace('\t', ' ')).replaceAll("");
    StringBuilder out = new StringBuilder();
    fit.codePoints()
        .forEach(
            c -> {
              if (c > 127 || Character.isLetterOrDigit(c) || c == ' ') {
                out.appendCodePoint(c);
              } else {
                out.append("&#").append(c).append(';');
              }
            });
    return out.toString();
  }
}
