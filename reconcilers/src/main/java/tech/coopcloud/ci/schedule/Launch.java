package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.digest.Sha256;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleSpec;
import tech.coopcloud.ci.model.ScheduledRun;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.testrun.UnderWay;
import tech.coopcloud.ci.testrun.Versions;

/**
 * Asks for runs at the API. A run's name follows from what it is for, so it is the same run however
 * often it is asked for.
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

  /** Starts the run of a recipe for one time of a Schedule, unless that was done before. */
  ScheduledRun start(Schedule schedule, Recipe recipe, Instant time) throws InterruptedException {
    String of = recipe.getMetadata().getName();
    String name = name(schedule, recipe, time);
    TestRun there = find(schedule.getMetadata().getNamespace(), name);
    if (there != null) {
      return answer(schedule, of, there);
    }
    ScheduleSpec spec = schedule.getSpec();
    String ref = spec.ref();
    if (ref == null) {
      String published = recipe.getSpec().publishedIn();
      try {
        ref = Versions.newest(sources.tagNames(published));
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
    }
    TestRun run =
        run(recipe, name, ref, spec.ref() == null, spec.stages(), spec.priorityOrDefault());
    run.getMetadata().setLabels(Map.of(Api.SCHEDULE_LABEL, schedule.getMetadata().getName()));
    return startOrJoin(run);
  }

  /** {@code <schedule>-<recipe>-<time in UTC>}, e.g. {@code weekly-custom-html-202611300300}. */
  private static String name(Schedule schedule, Recipe recipe, Instant time) {
    return schedule.getMetadata().getName()
        + "-"
        + recipe.getMetadata().getName()
        + "-"
        + MINUTE.format(time);
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

  /**
   * Starts the run of a published version, unless that was done before.
   *
   * @return the run, or why it cannot be started
   */
  ScheduledRun startVersion(Recipe recipe, String tag) {
    String of = recipe.getMetadata().getName();
    String name = name(recipe, tag);
    if (find(recipe.getMetadata().getNamespace(), name) != null) {
      return ScheduledRun.started(of, name);
    }
    return startOrJoin(run(recipe, name, tag, true, null, null));
  }

  private ScheduledRun startOrJoin(TestRun run) {
    String of = run.getSpec().recipe();
    return alike(run)
        .map(there -> ScheduledRun.joined(of, there))
        .or(() -> create(run).map(problem -> ScheduledRun.notStarted(of, problem)))
        .orElse(ScheduledRun.started(of, run.getMetadata().getName()));
  }

  /** A run that is queued or under way and does the same work. */
  private Optional<String> alike(TestRun run) {
    return UnderWay.of(client, run.getMetadata().getNamespace(), run.getSpec().recipe()).stream()
        .filter(there -> there.getSpec().doesTheWorkOf(run.getSpec()))
        .map(there -> there.getMetadata().getName())
        .findFirst();
  }

  /**
   * {@code <recipe>-<version>-<6 hex digits>}: names know fewer characters than tags, so the digits
   * tell tags apart that look the same in one.
   */
  static String name(Recipe recipe, String tag) {
    String plain = tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return recipe.getMetadata().getName() + "-" + plain + "-" + Sha256.hex(tag).substring(0, 6);
  }

  private @Nullable TestRun find(String namespace, String name) {
    return client.resources(TestRun.class).inNamespace(namespace).withName(name).get();
  }

  /**
   * @param published whether the ref is a version, which may stand upstream alone
   */
  private static TestRun run(
      Recipe recipe,
      String name,
      String ref,
      boolean published,
      @Nullable List<StageName> stages,
      @Nullable Integer priority) {
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(recipe.getMetadata().getNamespace())
            .build());
    run.setSpec(
        new TestRunSpec(
            recipe.getMetadata().getName(),
            ref,
            published ? recipe.getSpec().upstream() : null,
            stages,
            null,
            priority,
            null,
            null,
            null,
            null,
            null));
    return run;
  }

  /**
   * @return empty, or why the API refuses it
   */
  private Optional<String> create(TestRun run) {
    try {
      client.resource(run).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() / 100 != 4) {
        throw e; // tried again, and then it is found
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
