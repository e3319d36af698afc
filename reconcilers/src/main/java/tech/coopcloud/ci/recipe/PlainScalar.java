package tech.coopcloud.ci.recipe;

import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a scalar without quotes is. The rules are those of Go's yaml v3, which docker reads compose
 * files with: {@code yes} and {@code on} are text, {@code 0444} and {@code 0o444} are octal.
 */
final class PlainScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Set<String> INFINITY =
      Set.of(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
  private static final Set<String> NEGATIVE_INFINITY = Set.of("-.inf", "-.Inf", "-.INF");
  private static final Set<String> NOT_A_NUMBER = Set.of(".nan", ".NaN", ".NAN");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private PlainScalar() {}

  /** A String, Long, Double, Boolean, OffsetDateTime or null. */
  static @Nullable Object resolve(String text) {
    if (NULLS.contains(text)) {
      return null;
    }
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    char first = text.charAt(0);
    if (first != '.' && first != '+' && first != '-' && (first < '0' || first > '9')) {
      return text;
    }
    return number(text);
  }

  private static Object number(String text) {
    if (INFINITY.contains(text)) {
      return Double.POSITIVE_INFINITY;
    }
    if (NEGATIVE_INFINITY.contains(text)) {
      return Double.NEGATIVE_INFINITY;
    }
    if (NOT_A_NUMBER.contains(text)) {
      return Double.NaN;
    }
    String plain = text.replace("_", "");
    Long whole = whole(plain);
    if (whole != null) {
      return whole;
    }
    if (FLOAT.matcher(plain).matches()) {
      return Double.valueOf(plain);
    }
    OffsetDateTime time = PlainTime.parse(text);
    return time == null ? text : time;
  }

  private static @Nullable Long whole(String plain) {
    boolean negative = plain.startsWith("-");
    String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    int radix = 10;
    if (digits.length() > 2 && digits.charAt(0) == '0') {
      radix =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
          };
    }
    if (radix != 10) {
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.charAt(0) == '0') {
      radix = 8;
      digits = digits.substring(1);
    }
    if (digits.isEmpty() || !Character.isLetterOrDigit(digits.charAt(0))) {
      return null;
    }
    try {
      return Long.parseLong(negative ? "-" + digits : digits, radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
