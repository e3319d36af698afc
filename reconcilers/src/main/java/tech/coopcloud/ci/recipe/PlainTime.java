package tech.coopcloud.ci.recipe;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times that stand in YAML without quotes; docker makes times of them, and prints them.
 */
final class PlainTime {
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\\.([0-9]{1,9}))?"
              + "(Z|[-+][0-9]{2}:[0-9]{2})?)?");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private PlainTime() {}

  /** Null where it is no time. */
  static @Nullable OffsetDateTime parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String separator = matcher.group(4);
    String zone = matcher.group(9);
    // with a 'T' there has to be a zone, with a space there must be none
    if (separator != null && separator.equals(" ") != (zone == null)) {
      return null;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(matcher.group(1)),
              number(matcher.group(2)),
              number(matcher.group(3)),
              number(matcher.group(5)),
              number(matcher.group(6)),
              number(matcher.group(7)),
              nanos(matcher.group(8)));
      return local.atOffset(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
  }

  /** As Go prints a time: {@code 2026-01-31 00:00:00 +0000 UTC}. */
  static String print(OffsetDateTime time) {
    String fraction =
        time.getNano() == 0
            ? ""
            : ("." + String.format("%09d", time.getNano())).replaceAll("0+$", "");
    String offset =
        time.getOffset().equals(ZoneOffset.UTC)
            ? "+0000"
            : time.getOffset().getId().replace(":", "");
    String zone = offset.equals("+0000") ? "UTC" : offset;
    return time.format(SECONDS) + fraction + " " + offset + " " + zone;
  }
}
