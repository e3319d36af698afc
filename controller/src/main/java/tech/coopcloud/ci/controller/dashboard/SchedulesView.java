package tech.coopcloud.ci.controller.dashboard;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The list of Schedules, by name. */
record SchedulesView(List<ScheduleRow> schedules) {
  static SchedulesView of(Source source, Instant now) {
    return new SchedulesView(
        source.schedules().stream()
            .map(schedule -> ScheduleRow.of(schedule, now))
            .sorted(Comparator.comparing(ScheduleRow::name).thenComparing(ScheduleRow::namespace))
            .toList());
  }
}
