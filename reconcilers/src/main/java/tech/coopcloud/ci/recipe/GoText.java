package tech.coopcloud.ci.recipe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text forms that docker reads and writes with Go's libraries. The parsers throw {@link
 * IllegalArgumentException} with a phrase that says what is wrong.
 */
final class GoText {
  private static final Pattern DURATION_PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Pattern SIZE =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+) ?(?:([kmgtpKMGTP])(?:[iI]?[bB])?|[bB])?");
  private static final Pattern CPUS = Pattern.compile("[0-9]*\\.?[0-9]+|[0-9]+\\.");

  private GoText() {}

  /** {@code 1h30m}, {@code 1.5s}, {@code 0}. */
  static Duration duration(String text) {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    boolean negative = text.startsWith("-");
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION_PART.matcher(rest);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < rest.length() && matcher.find(end) && matcher.start() == end) {
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2))));
      end = matcher.end();
    }
    if (rest.isEmpty() || end < rest.length() || nanos.compareTo(MOST_NANOS) > 0) {
      throw new IllegalArgumentException("a duration like 30s or 1m30s");
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return negative ? duration.negated() : duration;
  }

  private static BigDecimal unit(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us", "µs", "μs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }

  /** {@code 512M}, {@code 1.5gb}, {@code 64KiB}: bytes, always in powers of 1024. */
  static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a size like 512M or 1.5G");
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2);
    int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("a size that fits in 63 bits");
    }
    return bytes.longValue();
  }

  /** {@code 0.5}: billionths of a CPU. */
  static long nanoCpus(String text) {
    if (!CPUS.matcher(text).matches() || text.length() > 20) {
      throw new IllegalArgumentException("a number of CPUs like 0.5");
    }
    BigDecimal nanos = new BigDecimal(text).movePointRight(9);
    try {
      return nanos.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a number of CPUs with at most nine decimals", e);
    }
  }

  /** How Go prints a number: {@code 3.0} as 3, from 1e21 on with an exponent. */
  static String print(Object value) {
    if (!(value instanceof Double number)) {
      return value.toString();
    }
    if (number.isNaN()) {
      return "NaN";
    }
    if (number.isInfinite()) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal decimal =
        new BigDecimal(Double.toString(number), MathContext.UNLIMITED).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return decimal.toPlainString();
    }
    BigDecimal mantissa =
        decimal
            .scaleByPowerOfTen(-exponent)
            .setScale(decimal.precision() - 1, RoundingMode.UNNECESSARY);
    return mantissa.toPlainString()
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Splits a command as google/shlex does: quotes, escapes, and comments that begin a word. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else if (c == '#' && !inWord) {
        while (i < text.length() && text.charAt(i) != '\n') {
          i++;
        }
      } else if (c == '\\') {
        if (++i == text.length()) {
          throw new IllegalArgumentException("a character after its last backslash");
        }
        word.append(text.charAt(i));
        inWord = true;
      } else if (c == '"' || c == '\'') {
        i = quoted(text, i, word);
        inWord = true;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  private static int quoted(String text, int open, StringBuilder word) {
    char quote = text.charAt(open);
    int i = open + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      if (quote == '"' && text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      word.append(text.charAt(i));
      i++;
    }
    if (i >= text.length()) {
      throw new IllegalArgumentException("a closing quote");
    }
    return i;
  }
}
