package tech.coopcloud.ci.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.digest.Sha256;
import tech.coopcloud.ci.model.ScheduleSpec;

/**
 * When the runs of a Schedule start. Pure.
 *
 * @param uid of the Schedule
 * @param following what is followed, for comparison: cron expression and time zone
 * @param jitter by how much a start is put off at the most
 * @param deadline how late runs may still be started, or null when however late
 */
record Timetable(
    Cron cron, String uid, String following, Duration jitter, @Nullable Duration deadline) {
  private static final Duration FIRST_LOOK_BACK = Duration.ofHours(1);

  /**
   * @throws InvalidScheduleException what cannot be followed, in a sentence
   */
  static Timetable of(ScheduleSpec spec, String uid) throws InvalidScheduleException {
    try {
      return new Timetable(
          Cron.of(spec.cron(), zone(spec.timeZoneOrUtc())),
          uid,
          spec.cron() + " " + spec.timeZoneOrUtc(),
          spec.jitterOrNone(),
          spec.startingDeadline());
    } catch (IllegalArgumentException e) {
      throw new InvalidScheduleException(e);
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "spec.timeZone \""
              + name
              + "\" is not a time zone: write one such as Europe/Berlin, or UTC.",
          e);
    }
  }

  /**
   * What a look at the clock says.
   *
   * @param due the latest time whose runs are to be started now, or null. Earlier ones that were
   *     missed are not made good.
   * @param next the first time whose runs are not to be started yet, or null when none comes
   */
  record Look(@Nullable Instant due, @Nullable Instant next) {}

  /**
   * @param done times up to this one are dealt with
   */
  Look look(Instant done, Instant now) {
    Duration back = FIRST_LOOK_BACK.compareTo(jitter) > 0 ? FIRST_LOOK_BACK : jitter;
    while (true) {
      Instant from = now.minus(back).isAfter(done) ? now.minus(back) : done;
      Look look = walk(from, now);
      if (look.due() != null || from.equals(done)) {
        return look;
      }
      back = back.multipliedBy(2); // so that a year of minutes is not walked through
    }
  }

  private Look walk(Instant from, Instant now) {
    Instant due = null;
    Instant next = null;
    Instant time = cron.next(from);
    while (time != null && !time.isAfter(now)) {
      if (starts(time).isAfter(now)) {
        next = next == null ? time : next;
      } else if (!isTooLate(time, now)) {
        due = time;
      }
      time = cron.next(time);
    }
    return new Look(due, next == null ? time : next);
  }

  /**
   * When the runs of a time start: with the jitter, which follows from the Schedule and the time,
   * so that it is the same whoever asks, also after a restart.
   */
  Instant starts(Instant time) {
    if (jitter.isZero()) {
      return time;
    }
    long random = Long.parseLong(Sha256.hex(uid + " " + time).substring(0, 15), 16);
    return time.plusMillis(random % jitter.toMillis());
  }

  private boolean isTooLate(Instant time, Instant now) {
    return deadline != null && starts(time).plus(deadline).isBefore(now);
  }
}
