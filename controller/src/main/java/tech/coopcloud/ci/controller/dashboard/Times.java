package tech.coopcloud.ci.controller.dashboard;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people read them. */
final class Times {
  private Times() {}

  /** The instant, or null when there is none or it is no RFC 3339 time. */
  static @Nullable Instant parse(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** {@code just now}, {@code 5 min ago}, {@code 3 h ago}, {@code 2 d ago}; empty for null. */
  static String ago(@Nullable Instant then, Instant now) {
    if (then == null) {
      return "";
    }
    long s = Math.max(0, Duration.between(then, now).toSeconds());
    return s < 60 ? "just now" : about(s) + " ago";
  }

  /** {@code in a minute}, {@code in 5 min}, {@code in 3 h}, {@code in 2 d}. */
  static String ahead(Instant then, Instant now) {
    long s = Math.max(0, Duration.between(now, then).toSeconds());
    return s < 60 ? "in a minute" : "in " + about(s);
  }

  private static String about(long s) {
    if (s < 3600) {
      return s / 60 + " min";
    }
    return s < 48 * 3600 ? s / 3600 + " h" : s / 86400 + " d";
  }

  /** {@code 8.3 s}, {@code 2 min 5 s}, {@code 1 h 4 min}; empty when the start is not known. */
  static String took(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return "";
    }
    Duration d = Duration.between(from, to);
    long s = Math.max(0, d.toSeconds());
    if (s < 60) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, d.toMillis()) / 1000.0);
    }
    return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
  }
}
