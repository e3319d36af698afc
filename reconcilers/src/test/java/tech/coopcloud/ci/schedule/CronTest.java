package tech.coopcloud.ci.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026-11-25 is a Wednesday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 3 * * MON      | 2026-11-30T03:00 2026-12-07T03:00
          0 3 * * 1-2      | 2026-11-30T03:00 2026-12-01T03:00
          0 3 * * 0        | 2026-11-29T03:00 2026-12-06T03:00
          0 3 * * 7        | 2026-11-29T03:00 2026-12-06T03:00
          0 3 * * sat-sun  | 2026-11-28T03:00 2026-11-29T03:00 2026-12-05T03:00
          */20 12 * * *    | 2026-11-25T12:20 2026-11-25T12:40 2026-11-26T12:00
          50/5 12 * * *    | 2026-11-25T12:50 2026-11-25T12:55 2026-11-26T12:50
          5,10-11 13 * * * | 2026-11-25T13:05 2026-11-25T13:10 2026-11-25T13:11
          0 0 1 JAN *      | 2027-01-01T00:00 2028-01-01T00:00
          0 0 29 2 *       | 2028-02-29T00:00 2032-02-29T00:00
          0 0 13 * FRI     | 2026-11-27T00:00 2026-12-04T00:00 2026-12-11T00:00 2026-12-13T00:00
          @hourly          | 2026-11-25T13:00 2026-11-25T14:00
          @weekly          | 2026-11-29T00:00 2026-12-06T00:00
          """)
  void aLineOfACrontabIsReadAsCronReadsIt(String line, String expected) {
    List<Instant> times =
        Stream.of(expected.split(" ")).map(time -> Instant.parse(time + ":00Z")).toList();

    assertThat(times(Cron.of(line, UTC), "2026-11-25T12:00:00Z", times.size())).isEqualTo(times);
  }

  @Test
  void aTimeKeepsItsHourThroughSummerAndWinter() {
    assertThat(local("0 3 * * *", "2026-03-27T12:00:00Z", 3))
        .containsExactly(
            "2026-03-28T03:00+01:00", "2026-03-29T03:00+02:00", "2026-03-30T03:00+02:00");
  }

  @Test
  void aTimeThatTheClockSkipsDoesNotComeOnThatDay() {
    assertThat(local("30 2 * * *", "2026-03-27T12:00:00Z", 2))
        .containsExactly("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void aTimeThatTheClockHasTwiceComesOnce() {
    assertThat(local("30 2 * * *", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T02:30+01:00", "2026-10-26T02:30+01:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 25 * * *   | the hour cannot be "25": write values from 0 to 23, or ranges of them.
          0 3 * * MOO  | the day of the week cannot be "MOO": write values from 0 to 7 or SUN to SAT,
          0 3 0 * *    | the day of the month cannot be "0"
          0 3 * 5-2 *  | the month cannot be "5-2"
          */0 3 * * *  | the minute cannot be "*/0"
          1,,2 3 * * * | the minute cannot be ""
          0 0 30 2 *   | no month has that day.
          0 3 * *      | write minute, hour, day of the month, month and day of the week
          0 0 3 * * ?  | write minute, hour, day of the month, month and day of the week
          @sometimes   | or one of @hourly, @daily
          """)
  void whatCannotBeFollowedIsSaid(String line, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cron.of(line, UTC))
        .withMessageStartingWith("spec.cron \"" + line + "\" cannot be followed: ")
        .withMessageContaining(sentence);
  }

  private static List<Instant> times(Cron cron, String after, int count) {
    return Stream.iterate(cron.next(Instant.parse(after)), cron::next).limit(count).toList();
  }

  private static List<String> local(String line, String after, int count) {
    return times(Cron.of(line, BERLIN), after, count).stream()
        .map(time -> ZonedDateTime.ofInstant(time, BERLIN).toOffsetDateTime().toString())
        .toList();
  }
}
