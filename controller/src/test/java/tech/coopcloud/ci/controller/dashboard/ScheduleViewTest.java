package tech.coopcloud.ci.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;

class ScheduleViewTest {
  private static final Instant NOW = Instant.parse("2026-11-30T04:00:00Z");
  private static final Schedule WEEKLY =
      Serialization.unmarshal(
          """
          apiVersion: ci.coopcloud.tech/v1alpha1
          kind: Schedule
          metadata: {name: weekly, namespace: default}
          spec: {cron: 0 3 * * MON, timeZone: Europe/Berlin}
          status:
            lastScheduleTime: "2026-11-30T02:00:00Z"
            nextScheduleTime: "2026-12-07T02:00:00Z"
            lastRuns:
              - {recipe: blog, run: weekly-blog-1}
              - {recipe: site, run: site-7, joined: true}
              - {recipe: wiki, problem: It has no published version.}
            conditions:
              - {type: Ready, status: "False", reason: RunsNotStarted, message: wiki was not started.}
          """,
          Schedule.class);

  @Test
  void theTimesAreThoseOfItsOwnZoneAndWhatTheLastOneMadeIsCounted() {
    ScheduleView view = ScheduleView.of(WEEKLY, List.of(), NOW);

    assertThat(view.lastTime()).isEqualTo("Mon 30 Nov 2026, 03:00 CET");
    assertThat(view.nextTime()).isEqualTo("Mon 7 Dec 2026, 03:00 CET");
    assertThat(view.row().last().text()).isEqualTo("2 h ago");
    assertThat(view.row().next().text()).isEqualTo("in 6 d");
    assertThat(view.row().made()).isEqualTo("1 started, 1 under way already, 1 not started");
    assertThat(view.row().problem()).isEqualTo("wiki was not started.");
    assertThat(view.made())
        .extracting(ScheduleView.Made::href)
        .containsExactly("/runs/default/weekly-blog-1", "/runs/default/site-7", "");
  }

  @Test
  void onlyItsOwnRunsAreListedNewestFirst() {
    ScheduleView view =
        ScheduleView.of(
            WEEKLY,
            List.of(
                run("old", "default", "weekly", "2026-11-23T02:00:00Z"),
                run("new", "default", "weekly", "2026-11-30T02:00:00Z"),
                run("of-another", "default", "nightly", "2026-11-30T02:00:00Z"),
                run("elsewhere", "other", "weekly", "2026-11-30T02:00:00Z")),
            NOW);

    assertThat(view.runs()).extracting(RunRow::name).containsExactly("new", "old");
    assertThat(view.total()).isEqualTo(2);
  }

  @Test
  void aZoneThatIsNoneDoesNotHideTheLastTime() {
    Schedule schedule =
        Serialization.unmarshal(
            Serialization.asYaml(WEEKLY).replace("Europe/Berlin", "Europe/Bielefeld"),
            Schedule.class);

    assertThat(ScheduleView.of(schedule, List.of(), NOW).lastTime())
        .isEqualTo("Mon 30 Nov 2026, 02:00 UTC");
  }

  private static TestRun run(String name, String namespace, String schedule, String created) {
    return Serialization.unmarshal(
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: TestRun
        metadata:
          name: %s
          namespace: %s
          labels: {ci.coopcloud.tech/schedule: %s}
          creationTimestamp: "%s"
        spec: {recipe: site}
        """
            .formatted(name, namespace, schedule, created),
        TestRun.class);
  }
}
