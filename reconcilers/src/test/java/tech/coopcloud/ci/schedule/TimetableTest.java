package tech.coopcloud.ci.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.ScheduleSpec;

class TimetableTest {
  private static final Instant THREE = Instant.parse("2026-11-25T03:00:00Z");

  private final Timetable daily;

  TimetableTest() throws InvalidScheduleException {
    daily = timetable("0 3 * * *", null, null);
  }

  @Test
  void aTimeIsDueOnceItHasComeAndNotBefore() throws Exception {
    assertThat(daily.look(THREE.minusSeconds(60), THREE.minusMillis(1)))
        .isEqualTo(new Timetable.Look(null, THREE));
    assertThat(daily.look(THREE.minusSeconds(60), THREE))
        .isEqualTo(new Timetable.Look(THREE, THREE.plus(Duration.ofDays(1))));
  }

  @Test
  void aTimeThatIsDoneIsNotDueAgain() throws Exception {
    assertThat(daily.look(THREE, THREE.plusSeconds(1)))
        .isEqualTo(new Timetable.Look(null, THREE.plus(Duration.ofDays(1))));
  }

  @Test
  void ofAllThatWereMissedTheLatestIsDue() throws Exception {
    Instant now = THREE.plus(Duration.ofDays(400)).plusSeconds(3600 * 5);

    assertThat(daily.look(THREE, now))
        .isEqualTo(
            new Timetable.Look(THREE.plus(Duration.ofDays(400)), THREE.plus(Duration.ofDays(401))));
    assertThat(timetable("* * * * *", null, null).look(THREE, now).due()).isEqualTo(now);
  }

  @Test
  void aTimeLongerAgoThanTheDeadlineIsLetGo() throws Exception {
    Timetable patient = timetable("0 3 * * *", null, 600);

    assertThat(patient.look(THREE.minusSeconds(1), THREE.plusSeconds(600)).due()).isEqualTo(THREE);
    assertThat(patient.look(THREE.minusSeconds(1), THREE.plusSeconds(601)).due()).isNull();
  }

  @Test
  void jitterPutsAStartOffByTheSameTimeWhoeverAsks() throws Exception {
    Timetable jittery = timetable("0 3 * * *", "30m", null);
    List<Instant> times =
        IntStream.range(0, 50).mapToObj(day -> THREE.plus(Duration.ofDays(day))).toList();

    assertThat(times)
        .allSatisfy(
            time ->
                assertThat(jittery.starts(time))
                    .isBetween(time, time.plus(Duration.ofMinutes(30)))
                    .isEqualTo(timetable("0 3 * * *", "30m", null).starts(time)));
    assertThat(
            times.stream()
                .map(time -> Duration.between(time, jittery.starts(time)).toMinutes())
                .distinct()
                .count())
        .isGreaterThan(10);
  }

  @Test
  void aTimeThatIsPutOffIsDueWhenItsStartHasComeAndIsTheNextUntilThen() throws Exception {
    Timetable jittery = timetable("0 3 * * *", "2h", null);
    Instant start = jittery.starts(THREE);

    assertThat(jittery.look(THREE.minusSeconds(60), start.minusMillis(1)))
        .isEqualTo(new Timetable.Look(null, THREE));
    assertThat(jittery.look(THREE.minusSeconds(60), start).due()).isEqualTo(THREE);
  }

  @Test
  void aTimeZoneOrAJitterThatIsNoneIsSaid() throws Exception {
    assertThatExceptionOfType(InvalidScheduleException.class)
        .isThrownBy(() -> Timetable.of(spec("@daily", "Europe/Atlantis", null, null), "uid"))
        .withMessage(
            "spec.timeZone \"Europe/Atlantis\" is not a time zone: write one such as Europe/Berlin, or UTC.");
    assertThatExceptionOfType(InvalidScheduleException.class)
        .isThrownBy(() -> timetable("@daily", "", null))
        .withMessageContaining("is not a duration");
  }

  private static Timetable timetable(String cron, String jitter, Integer deadline)
      throws InvalidScheduleException {
    return Timetable.of(spec(cron, null, jitter, deadline), "uid");
  }

  private static ScheduleSpec spec(String cron, String zone, String jitter, Integer deadline) {
    return new ScheduleSpec(cron, zone, jitter, null, deadline, null, null, null, null);
  }
}
