package tech.coopcloud.ci.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * The times that a line of a crontab names. Where both days, of the month and of the week, are
 * restricted, either is enough, as cron has it; Quartz knows only one of them at a time, so such a
 * line becomes two expressions. A time that the clock skips in spring does not come on that day;
 * one that it has twice in autumn comes once.
 */
final class Cron {
  private static final int FIELDS = 5;

  private static final Map<String, String> SHORT =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private final List<CronExpression> either;

  private Cron(List<CronExpression> either) {
    this.either = either;
  }

  /**
   * Reads five fields, or a word such as {@code @weekly}.
   *
   * @throws IllegalArgumentException what is wrong, in a sentence
   */
  static Cron of(String text, ZoneId zone) {
    String[] fields = SHORT.getOrDefault(text.strip(), text.strip()).split("\\s+");
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "spec.cron \""
              + text
              + "\" cannot be followed: write minute, hour, day of the month, month and day of the week, such as"
              + " \"0 3 * * MON\", or one of @hourly, @daily, @weekly, @monthly, @yearly.");
    }
    try {
      Cron cron = new Cron(expressions(fields, TimeZone.getTimeZone(zone)));
      if (cron.next(Instant.EPOCH) == null) {
        throw new IllegalArgumentException("no month has that day");
      }
      return cron;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "spec.cron \"" + text + "\" cannot be followed: " + e.getMessage() + ".", e);
    }
  }

  private static List<CronExpression> expressions(String[] fields, TimeZone zone) {
    String minutes = text(CronField.MINUTE.values(fields[0]).stream());
    String hours = text(CronField.HOUR.values(fields[1]).stream());
    String days = text(CronField.DAY_OF_MONTH.values(fields[2]).stream());
    String months = text(CronField.MONTH.values(fields[3]).stream());
    // Quartz counts from Sunday, 1.
    String weekdays = text(CronField.DAY_OF_WEEK.values(fields[4]).stream().map(day -> day + 1));
    String time = "0 " + minutes + " " + hours;
    String byDay = time + " " + days + " " + months + " ?";
    String byWeekday = time + " ? " + months + " " + weekdays;
    boolean anyDay = fields[2].equals("*");
    boolean anyWeekday = fields[4].equals("*");
    Stream<String> lines =
        anyWeekday ? Stream.of(byDay) : anyDay ? Stream.of(byWeekday) : Stream.of(byDay, byWeekday);
    return lines.map(line -> expression(line, zone)).toList();
  }

  private static String text(Stream<Integer> values) {
    return values.map(String::valueOf).collect(Collectors.joining(","));
  }

  private static CronExpression expression(String line, TimeZone zone) {
    try {
      CronExpression expression = new CronExpression(line);
      expression.setTimeZone(zone);
      return expression;
    } catch (ParseException e) {
      throw new IllegalStateException("Quartz does not read " + line, e);
    }
  }

  /** The first time after an instant, or null when none comes. */
  @Nullable Instant next(Instant after) {
    return either.stream()
        .map(expression -> expression.getNextValidTimeAfter(Date.from(after)))
        .filter(Objects::nonNull)
        .map(Date::toInstant)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
