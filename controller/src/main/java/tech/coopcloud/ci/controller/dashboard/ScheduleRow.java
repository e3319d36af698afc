package tech.coopcloud.ci.controller.dashboard;

import static tech.coopcloud.ci.controller.dashboard.Text.text;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleSpec;
import tech.coopcloud.ci.model.ScheduleStatus;
import tech.coopcloud.ci.model.ScheduledRun;

/**
 * One Schedule as a line of the list. Texts that are not known are empty.
 *
 * @param recipes which it starts, e.g. {@code all recipes}
 * @param problem why it stands as it does, where that is not as wished
 * @param made what the last time made, e.g. {@code 12 started, 1 not started}
 */
record ScheduleRow(
    String namespace,
    String name,
    String cron,
    String timeZone,
    String recipes,
    Look look,
    String problem,
    Moment last,
    String made,
    Moment next) {
  static ScheduleRow of(Schedule schedule, Instant now) {
    ScheduleSpec spec = schedule.getSpec();
    ScheduleStatus status = status(schedule);
    return new ScheduleRow(
        text(schedule.getMetadata().getNamespace()),
        schedule.getMetadata().getName(),
        spec == null ? "" : text(spec.cron()),
        spec == null ? "" : spec.timeZoneOrUtc(),
        spec == null ? "" : recipes(spec.recipesOrAll()),
        Look.of(schedule),
        problem(status.ready()),
        Moment.of(status.lastScheduleTime(), now),
        made(status.lastRunsOrNone()),
        Moment.of(status.nextScheduleTime(), now));
  }

  static ScheduleStatus status(Schedule schedule) {
    return Objects.requireNonNullElseGet(schedule.getStatus(), ScheduleStatus::empty);
  }

  private static String problem(@Nullable Condition ready) {
    return ready == null || "True".equals(ready.getStatus()) ? "" : text(ready.getMessage());
  }

  private static String recipes(List<String> named) {
    return named.isEmpty() ? "all recipes" : String.join(", ", named);
  }

  private static String made(List<ScheduledRun> runs) {
    long without = runs.stream().filter(run -> run.run() == null).count();
    long joined = runs.stream().filter(run -> Boolean.TRUE.equals(run.joined())).count();
    List<String> parts = new ArrayList<>();
    add(parts, runs.size() - without - joined, "started");
    add(parts, joined, "under way already");
    add(parts, without, "not started");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
