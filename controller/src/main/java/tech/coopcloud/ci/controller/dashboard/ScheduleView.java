package tech.coopcloud.ci.controller.dashboard;

import static tech.coopcloud.ci.controller.dashboard.Text.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduledRun;
import tech.coopcloud.ci.model.TestRun;

/**
 * One Schedule's page.
 *
 * @param lastTime the last time that came, in the Schedule's own time zone; empty for none
 * @param nextTime the next one
 * @param made what came of the last time, recipe by recipe
 * @param runs its newest runs
 * @param total how many runs of it there are
 */
record ScheduleView(
    ScheduleRow row,
    String lastTime,
    String nextTime,
    List<Made> made,
    List<RunRow> runs,
    int total) {
  private static final int MOST = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm zzz", Locale.ENGLISH);

  /**
   * @param href the page of the run, empty for none
   * @param problem why there is none
   */
  record Made(String recipe, String run, String href, boolean joined, String problem) {}

  static ScheduleView of(Schedule schedule, List<TestRun> all, Instant now) {
    ScheduleRow row = ScheduleRow.of(schedule, now);
    List<TestRun> own = all.stream().filter(run -> isOf(run, row)).toList();
    return new ScheduleView(
        row,
        local(row.last().at(), row.timeZone()),
        local(row.next().at(), row.timeZone()),
        ScheduleRow.status(schedule).lastRunsOrNone().stream()
            .map(run -> made(run, row.namespace()))
            .toList(),
        own.stream()
            .sorted(RunsView.NEWEST_FIRST)
            .limit(MOST)
            .map(run -> RunRow.of(run, now))
            .toList(),
        own.size());
  }

  private static boolean isOf(TestRun run, ScheduleRow row) {
    var labels = run.getMetadata().getLabels();
    return labels != null
        && row.name().equals(labels.get(Api.SCHEDULE_LABEL))
        && row.namespace().equals(run.getMetadata().getNamespace());
  }

  private static Made made(ScheduledRun made, String namespace) {
    String run = text(made.run());
    return new Made(
        made.recipe(),
        run,
        run.isEmpty() ? "" : "/runs/" + namespace + "/" + run,
        Boolean.TRUE.equals(made.joined()),
        text(made.problem()));
  }

  private static String local(String at, String timeZone) {
    Instant time = Times.parse(at);
    return time == null ? "" : TIME.format(time.atZone(zone(timeZone)));
  }

  /** The last time may be of before the time zone was set to something that is none. */
  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }
}
