package tech.coopcloud.ci.recipe;

import java.util.regex.Pattern;

/**
 * Text of strangers, made fit for one line of a log, a status or a terminal: what moves a cursor,
 * turns the direction of writing or cannot be seen becomes a question mark.
 */
public final class PlainText {
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}]");

  private PlainText() {}

  public static String of(String text) {
    return UNFIT.matcher(text).replaceAll("?");
  }

  /** The same, at most {@code most} characters long. */
  public static String of(String text, int most) {
    String plain = of(text.length() > 4 * most ? text.substring(0, 4 * most) : text);
    return plain.length() > most ? plain.substring(0, most - 3) + "..." : plain;
  }
}
