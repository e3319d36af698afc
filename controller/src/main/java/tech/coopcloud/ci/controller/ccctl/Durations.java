package tech.coopcloud.ci.controller.ccctl;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Durations and ages as Kubernetes writes them. */
final class Durations {
  private Durations() {}

  /**
   * @param text such as 90s, 45m or 1h30m; without a unit, seconds
   */
  static Duration parse(String text, String option) {
    try {
      return text.matches("\\d+")
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw CcctlException.usage(
          "%s \"%s\" is not a duration: write it like 90s, 45m or 1h30m.".formatted(option, text));
    }
  }

  /**
   * {@code 3s}, {@code 4m10s}, {@code 2h}, {@code 5d}: two units at most, as kubectl shows ages.
   */
  static String shortText(Duration duration) {
    long s = Math.max(0, duration.toSeconds());
    if (s < 120) {
      return s + "s";
    }
    if (s < 600) {
      return s / 60 + "m" + (s % 60 == 0 ? "" : s % 60 + "s");
    }
    if (s < 3 * 3600) {
      return s / 60 + "m";
    }
    return s < 48 * 3600 ? s / 3600 + "h" : s / 86400 + "d";
  }

  /** The time between two RFC 3339 times, or empty when one is missing or no time. */
  static String between(String from, String to) {
    try {
      return exact(Duration.between(Instant.parse(from), Instant.parse(to)));
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  static String since(String time) {
    try {
      return shortText(Duration.between(Instant.parse(time), Instant.now()));
    } catch (DateTimeParseException e) {
      return "<unknown>";
    }
  }

  /** Below a minute with a tenth of a second: {@code 8.3s}. */
  static String exact(Duration duration) {
    return duration.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1fs", Math.max(0, duration.toMillis()) / 1000.0)
        : shortText(duration);
  }
}
