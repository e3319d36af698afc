package tech.coopcloud.ci.schedule;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of the five fields of a crontab's line, in the order in which they stand there. */
enum CronField {
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY_OF_MONTH("day of the month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  /** From Sunday, 0; 7 is Sunday too. */
  DAY_OF_WEEK("day of the week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private static final Pattern ITEM =
      Pattern.compile("(?:\\*|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,3}))?");

  private final String title;
  private final int least;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // each is a List.of
  private final List<String> names;

  CronField(String title, int least, int most, List<String> names) {
    this.title = title;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /**
   * The values that a field allows: {@code *}, values, ranges, steps, and lists of these.
   *
   * @throws IllegalArgumentException what is wrong with it, without the field's line
   */
  SortedSet<Integer> values(String text) {
    SortedSet<Integer> values = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      Matcher parts = ITEM.matcher(item);
      if (!parts.matches()) {
        throw wrong(item);
      }
      int step = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
      int from = parts.group(1) == null ? least : value(parts.group(1), item);
      int to = last(parts, from, item);
      if (step == 0 || from > to) {
        throw wrong(item);
      }
      for (int value = from; value <= to; value += step) {
        values.add(this == DAY_OF_WEEK ? value % 7 : value);
      }
    }
    return values;
  }

  /** Where a range ends; one that has a step and no end goes on to the last value. */
  private int last(Matcher parts, int from, String item) {
    String end = parts.group(2);
    if (end != null) {
      int to = value(end, item);
      return this == DAY_OF_WEEK && to == 0 && from > 0 ? most : to;
    }
    boolean single = parts.group(1) != null && parts.group(3) == null;
    int lastOfAll = this == DAY_OF_WEEK ? most - 1 : most;
    return single ? from : Math.max(from, lastOfAll);
  }

  private int value(String word, String item) {
    int named = names.indexOf(word.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return named + least;
    }
    Integer number = number(word);
    if (number == null || number < least || number > most) {
      throw wrong(item);
    }
    return number;
  }

  private static @Nullable Integer number(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.valueOf(word) : null;
  }

  private IllegalArgumentException wrong(String item) {
    return new IllegalArgumentException(
        "the "
            + title
            + " cannot be \""
            + item
            + "\": write values from "
            + least
            + " to "
            + most
            + (names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast())
            + ", or ranges of them");
  }
}
