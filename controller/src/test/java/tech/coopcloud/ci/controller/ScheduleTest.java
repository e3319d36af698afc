package tech.coopcloud.ci.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleStatus;
import tech.coopcloud.ci.model.ScheduledRun;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.schedule.ScheduleController;
import tech.coopcloud.ci.source.Origin;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.source.SourceRules;
import tech.coopcloud.ci.store.git.Lead;
import tech.coopcloud.ci.store.rest.ApiServer;
import tech.coopcloud.ci.store.rest.Pki;

/**
 * Schedules on a real API over a real state repository, with real repositories of recipes and a
 * clock that can be put forward. Nothing runs the runs here.
 */
@Timeout(600)
class ScheduleTest {
  /** Once a day, at a minute that is some way ahead of the test. */
  private static final ZonedDateTime TIME =
      ZonedDateTime.now(ZoneOffset.UTC).plusHours(2).truncatedTo(ChronoUnit.MINUTES);

  private static final String DAILY =
      "cron: '" + TIME.getMinute() + " " + TIME.getHour() + " * * *'";

  @TempDir private Path folder;
  private final AheadClock clock = new AheadClock();
  private State state;
  private ApiServer api;
  private KubernetesClient client;
  private SharedIndexInformer<Recipe> recipes;
  private SimpleInboundEventSource<Recipe> tagHints;
  private ScheduleController controller;

  @BeforeEach
  void start() throws Exception {
    startApi();
    startController();
  }

  private void startApi() throws Exception {
    DataFolder data = data();
    state = State.open(data, null, Lead.UNKNOWN);
    Pki pki = new Pki(data.pki(), List.of("127.0.0.1"), Clock.systemUTC());
    api =
        new ApiServer(
            state.api(), state.tokens(), pki, new InetSocketAddress("127.0.0.1", 0), config -> {});
    client = Client.of(api.uri(), pki.caCertificate(), state.tokens().token());
  }

  private void startController() throws Exception {
    recipes = client.resources(Recipe.class).inAnyNamespace().inform(null, 0);
    tagHints = new SimpleInboundEventSource<>("tags");
    SourceFetcher sources =
        new SourceFetcher(data().sources(), new SourceRules(Set.of(Origin.LOCAL), Map.of()));
    controller = new ScheduleController(client, recipes, sources, tagHints, Metrics.NOOP, clock);
    controller.start();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private DataFolder data() {
    return DataFolder.open(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    controller.close();
    recipes.close();
    client.close();
    api.close();
    state.close();
  }

  @Test
  void whenItsTimeComesALatestPublishedVersionOfEachRecipeIsRun() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1", "1.10.0+1", "1.9.0+1", "nightly"));
    enroll("beta", repository("beta", "2.0.0+7"));
    clock.putForwardTo(TIME.toInstant().minusSeconds(3));
    schedule("nightly", DAILY, "stages: [lint]");

    eventually().until(() -> runs().size() == 2);
    assertThat(runs())
        .extracting(TestRun::getMetadata)
        .extracting(m -> m.getName(), m -> m.getLabels().get(Api.SCHEDULE_LABEL))
        .containsExactly(
            tuple("nightly-alpha-" + minute(), "nightly"),
            tuple("nightly-beta-" + minute(), "nightly"));
    assertThat(runs())
        .extracting(run -> run.getSpec().ref())
        .containsExactly("1.10.0+1", "2.0.0+7");
    eventually().until(() -> lastTime("nightly").equals(TIME.toInstant()));
    assertThat(status("nightly").lastRuns())
        .containsExactly(
            ScheduledRun.started("alpha", "nightly-alpha-" + minute()),
            ScheduledRun.started("beta", "nightly-beta-" + minute()));
    assertThat(status("nightly").nextScheduleTime())
        .isEqualTo(TIME.plusDays(1).toInstant().toString());
    assertThat(ready("nightly")).isEqualTo("True Scheduled");
  }

  @Test
  void whatWasMissedIsCaughtUpOnceAndARestartStartsNothingTwice() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1"));
    schedule("nightly", DAILY);
    eventually().until(() -> status("nightly").nextScheduleTime() != null);
    stop();
    clock.putForwardTo(TIME.plusDays(3).plusHours(1).toInstant());

    start();

    eventually().until(() -> lastTime("nightly").equals(TIME.plusDays(3).toInstant()));
    assertThat(runs()).hasSize(1);

    stop();
    startApi();
    forget("nightly"); // as if it had been killed before it wrote down what it had started
    startController();

    eventually().until(() -> lastTime("nightly").equals(TIME.plusDays(3).toInstant()));
    assertThat(runs()).hasSize(1);
  }

  @Test
  void whatFallsIntoATimeOfSuspensionIsNotCaughtUp() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1"));
    schedule("nightly", DAILY, "suspend: true");
    eventually().until(() -> ready("nightly").equals("False Suspended"));

    clock.putForwardTo(TIME.plusHours(1).toInstant());
    edit("nightly", "{\"spec\":{\"suspend\":false}}");

    eventually().until(() -> ready("nightly").equals("True Scheduled"));
    assertThat(status("nightly").nextScheduleTime())
        .isEqualTo(TIME.plusDays(1).toInstant().toString());
    assertThat(runs()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidInItsConditionAndAnEventAndStopsNothingElse() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1"));
    enroll("gone", folder.resolve("gone").toString());
    schedule("broken", "cron: '61 3 * * *'");
    schedule("partly", DAILY, "recipes: [alpha, gone, typo]");

    eventually().until(() -> ready("broken").equals("False InvalidSchedule"));
    assertThat(status("broken").ready().getMessage())
        .isEqualTo(
            "spec.cron \"61 3 * * *\" cannot be followed: the minute cannot be \"61\": write values from 0 to 59, or"
                + " ranges of them.");
    eventually().until(() -> ready("partly").equals("False RecipeNotEnrolled"));
    eventually()
        .untilAsserted(
            () ->
                assertThat(events("partly"))
                    .contains(
                        "spec.recipes names typo, which is not enrolled: enroll it, or take it out. The others are"
                            + " started."));

    enroll("typo", repository("typo"));
    eventually().until(() -> ready("partly").equals("True Scheduled"));
    clock.putForwardTo(TIME.toInstant());
    edit("partly", "{\"spec\":{\"priority\":1}}"); // the alarm was set by the clock as it was

    eventually().until(() -> ready("partly").equals("False RunsNotStarted"));
    assertThat(runs())
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("partly-alpha-" + minute());
    assertThat(status("partly").lastRuns())
        .filteredOn(run -> run.run() == null)
        .extracting(ScheduledRun::recipe)
        .containsExactly("gone", "typo");
    assertThat(status("partly").ready().getMessage())
        .startsWith("2 of 3 recipes could not be started at the last time. gone: ");
  }

  @Test
  void whatIsBeingTestedAlreadyIsJoined() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1"));
    apply("TestRun", "by-hand", "recipe: alpha", "ref: 1.0.0+1", "stages: [install, lint]");
    clock.putForwardTo(TIME.toInstant());
    schedule("same", DAILY, "stages: [lint, install]");
    schedule("more", DAILY);

    eventually().until(() -> lastTime("same").equals(TIME.toInstant()));
    eventually().until(() -> lastTime("more").equals(TIME.toInstant()));
    assertThat(status("same").lastRuns()).containsExactly(ScheduledRun.joined("alpha", "by-hand"));
    assertThat(runs())
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("by-hand", "more-alpha-" + minute());
  }

  @Test
  void theExampleRunsEveryRecipeOnceAWeek() throws Exception {
    enroll("alpha", repository("alpha", "1.0.0+1"));
    clock.putForwardTo(TIME.plusDays(15).toInstant());
    client.load(Files.newInputStream(Path.of("../examples/schedule.yaml"))).create();

    eventually().until(() -> lastTime("weekly").isAfter(Instant.EPOCH));
    assertThat(runs()).hasSize(1);
    ZonedDateTime time = lastTime("weekly").atZone(ZoneId.of("Europe/Berlin"));
    assertThat(time.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    assertThat(time.getHour()).isEqualTo(3);
    assertThat(runs().getFirst().getSpec().priority()).isNegative();
  }

  @Test
  void aVersionThatIsPublishedIsRunOnceEver() throws Exception {
    String source = repository("alpha", "1.0.0+1", "nightly");
    String onTag = "forge: {owner: recipes, repository: alpha, onTag: true}";
    apply("Recipe", "alpha", "source: " + source, onTag);
    eventually().until(() -> seen("alpha").equals(List.of("1.0.0+1")));
    assertThat(runs()).isEmpty();

    git(Path.of(source), "tag", "1.1.0+2");
    git(Path.of(source), "tag", "nightly-2");
    tagHints.propagateEvent(new ResourceID("alpha", "default"));

    eventually().until(() -> seen("alpha").equals(List.of("1.0.0+1", "1.1.0+2")));
    assertThat(runs()).extracting(run -> run.getSpec().ref()).containsExactly("1.1.0+2");

    stop();
    startApi();
    forgetTag("alpha"); // as if it had been killed before it wrote down what it had started
    startController();

    eventually().until(() -> seen("alpha").equals(List.of("1.0.0+1", "1.1.0+2")));
    assertThat(runs()).hasSize(1);
  }

  private String repository(String name, String... tags) throws Exception {
    Path repository = Files.createDirectory(folder.resolve(name));
    git(repository, "init", "--quiet");
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Begin");
    for (String tag : tags) {
      git(repository, "tag", tag);
    }
    return repository.toString();
  }

  private static void git(Path in, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("git", "-c", "user.name=M", "-c", "user.email=m@example.org"),
                Arrays.stream(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).inheritIO();
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    assertThat(builder.start().waitFor()).isZero();
  }

  /** What is done next may need the Recipe at once, and the informer is a moment behind the API. */
  private void enroll(String name, String source) {
    apply("Recipe", name, "source: " + source);
    eventually().until(() -> recipes.getStore().getByKey("default/" + name) != null);
  }

  private void schedule(String name, String... spec) {
    apply("Schedule", name, spec);
  }

  private void apply(String kind, String name, String... spec) {
    String manifest =
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: %s
        metadata: {name: %s, namespace: default}
        spec:
        %s
        """
            .formatted(kind, name, String.join("\n", spec).indent(2));
    client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).create();
  }

  private Resource<Schedule> at(String name) {
    return client.resources(Schedule.class).inNamespace("default").withName(name);
  }

  private void edit(String name, String merge) {
    at(name).patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }

  private void forget(String name) {
    assertThat(status(name).lastScheduleTime()).isNotNull();
    at(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"lastScheduleTime\":null,\"lastStartTime\":null,\"lastRuns\":null}}");
  }

  private List<String> seen(String recipe) {
    Recipe there = client.resources(Recipe.class).inNamespace("default").withName(recipe).get();
    return there.getStatus() == null || there.getStatus().forge() == null
        ? List.of()
        : there.getStatus().forge().tags().seenOrNone();
  }

  private void forgetTag(String recipe) {
    client
        .resources(Recipe.class)
        .inNamespace("default")
        .withName(recipe)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"forge\":{\"tags\":{\"seen\":[\"1.0.0+1\"]}}}}");
  }

  private ScheduleStatus status(String name) {
    ScheduleStatus status = at(name).get().getStatus();
    return status == null ? ScheduleStatus.empty() : status;
  }

  private Instant lastTime(String name) {
    String time = status(name).lastScheduleTime();
    return time == null ? Instant.EPOCH : Instant.parse(time);
  }

  private String ready(String name) {
    var ready = status(name).ready();
    return ready == null ? "" : ready.getStatus() + " " + ready.getReason();
  }

  private List<TestRun> runs() {
    return client.resources(TestRun.class).inNamespace("default").list().getItems();
  }

  private List<String> events(String about) {
    return client.v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> about.equals(event.getInvolvedObject().getName()))
        .map(Event::getMessage)
        .toList();
  }

  private static String minute() {
    return DateTimeFormatter.ofPattern("yyyyMMddHHmm").format(TIME);
  }

  /** The system's clock, put forward. */
  private static final class AheadClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void putForwardTo(Instant instant) {
      ahead = Duration.between(Instant.now(), instant);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
