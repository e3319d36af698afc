package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleSpec;
import tech.coopcloud.ci.model.ScheduledRun;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.testrun.Versions;

/**
 * Starts the run of one recipe for one time of a Schedule. The run's name follows from the three,
 * so it is the same run however often this is asked for.
 */
final class Launch {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final SourceFetcher sources;

  Launch(KubernetesClient client, SourceFetcher sources) {
    this.client = client;
    this.sources = sources;
  }

  /** {@code <schedule>-<recipe>-<time in UTC>}, e.g. {@code weekly-custom-html-202611300300}. */
  static String name(Schedule schedule, Recipe recipe, Instant time) {
    return schedule.getMetadata().getName()
        + "-"
        + recipe.getMetadata().getName()
        + "-"
        + MINUTE.format(time);
  }

  /** Starts it, unless that was done before. */
  ScheduledRun start(Schedule schedule, Recipe recipe, Instant time) throws InterruptedException {
    String of = recipe.getMetadata().getName();
    String name = name(schedule, recipe, time);
    TestRun there =
        client
            .resources(TestRun.class)
            .inNamespace(schedule.getMetadata().getNamespace())
            .withName(name)
            .get();
    if (there != null) {
      return answer(schedule, of, there);
    }
    String ref = schedule.getSpec().ref();
    if (ref != null) {
      return create(schedule, of, name, ref, null);
    }
    String source = recipe.getSpec().source();
    String published = recipe.getSpec().upstream() == null ? source : recipe.getSpec().upstream();
    try {
      ref = Versions.newest(sources.tags(published));
    } catch (SourceException | IOException e) {
      return ScheduledRun.notStarted(of, String.valueOf(e.getMessage()));
    }
    if (ref == null) {
      return ScheduledRun.notStarted(
          of,
          "No version is published in "
              + published
              + ": push a tag such as 1.0.0+2.3.4, or set spec.ref.");
    }
    return create(schedule, of, name, ref, recipe.getSpec().upstream());
  }

  private ScheduledRun create(
      Schedule schedule, String recipe, String name, String ref, @Nullable String source) {
    ScheduleSpec spec = schedule.getSpec();
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(schedule.getMetadata().getNamespace())
            .withLabels(Map.of(Api.SCHEDULE_LABEL, schedule.getMetadata().getName()))
            .build());
    run.setSpec(
        new TestRunSpec(
            recipe,
            ref,
            source,
            spec.stages(),
            null,
            spec.priorityOrDefault(),
            null,
            null,
            null,
            null,
            null));
    try {
      client.resource(run).create();
      return ScheduledRun.started(recipe, name);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() / 100 != 4) {
        throw e; // tried again, and then it is there
      }
      return ScheduledRun.notStarted(recipe, String.valueOf(e.getMessage()));
    }
  }

  /** Two Schedules whose names and recipes run together may mean the same name. */
  private static ScheduledRun answer(Schedule schedule, String recipe, TestRun there) {
    Map<String, String> labels = there.getMetadata().getLabels();
    boolean ours =
        labels != null && schedule.getMetadata().getName().equals(labels.get(Api.SCHEDULE_LABEL));
    String name = there.getMetadata().getName();
    return ours
        ? ScheduledRun.started(recipe, name)
        : ScheduledRun.notStarted(
            recipe,
            "There is another TestRun " + name + " already: give this Schedule another name.");
  }
}
