package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/** A run on its whole way, however it is asked for. */
class RunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server"), "--capacity", "1").start();
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    site.tag("1.0.0+1.27.2");
    server.enroll("site", site.address(), "");
    RecipeRepository held = RecipeRepository.in(folder.resolve("held"));
    held.commit(Held.files());
    server.enroll("held", held.address(), "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aManifestThatIsPushedRunsToDoneAndLeavesNothing() throws Exception {
    Path clone = server.cloneState(folder.resolve("clone"));
    Files.writeString(
        clone.resolve("anywhere.yaml"),
        """
        # please
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: TestRun
        metadata: {name: pushed, namespace: default}
        spec: {recipe: site, ref: 1.0.0+1.27.2, stages: [install]}
        """);
    Programs.git(clone, "add", "--all").orFail();
    Programs.git(clone, "commit", "--quiet", "--message", "Test the site").orFail();
    Programs.git(clone, "push", "--quiet", "origin", "HEAD:main").orFail();

    TestRun run = server.done("pushed", PATIENCE);

    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus())
        .as(server.runLog("pushed"))
        .isEqualTo("True");
    assertThat(run.getStatus().stage(StageName.INSTALL).state()).isEqualTo(StageState.PASSED);
    assertThat(run.getStatus().level()).isEqualTo(1);
    assertThat(run.getStatus().commit()).matches("[0-9a-f]{40}");
    assertThat(run.getStatus().leftoversOrNone()).isEmpty();
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    assertThat(server.data().resolve("checkouts").toFile().list()).isEmpty();
    assertThat(server.runLog("pushed"))
        .contains("Fetched commit", "Created service", "Every service runs.", "app.1")
        .contains("Nothing of the run is left in the swarm.");
    Path screenshot =
        server
            .data()
            .resolve("runs/default/pushed-" + run.getMetadata().getUid().substring(0, 8))
            .resolve("install.png");
    assertThat(Files.readAllBytes(screenshot)).startsWith(0x89, 'P', 'N', 'G');
    server.shows("/runs/default/pushed", "install.png", "pushed");
    server.shows("/badge/site.svg", "passed, level 1");
    assertThat(server.ccctl("describe", "testrun", "pushed").orFail().output())
        .contains("Passed", "CleanedUp");
    assertThat(Files.readString(clone.resolve("anywhere.yaml"))).startsWith("# please");
  }

  @Test
  void aScheduleHasItsPageAndAnAddressThatIsNoneSaysSo() {
    server.apply(
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: Schedule
        metadata: {name: resting, namespace: default}
        spec: {cron: 0 3 * * MON, timeZone: Europe/Berlin, suspend: true}
        """);

    server.shows("/schedules", "/schedules/default/resting", "0 3 * * MON", "Suspended");
    assertThat(server.get("/schedules/default/resting", "text/html")).contains("Europe/Berlin");
    assertThat(server.get("/schedules/default/gone", "text/html")).contains("No such Schedule");
    assertThat(server.get("/nowhere", "text/html")).contains("<html lang=\"en\">", "No such page");
  }

  @Test
  void ccctlListsSeveralTypesAtOnceAndSaysOfEachObjectWhatItIs() {
    server.enroll("listed", folder.resolve("site").toString(), "");
    String manifest =
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: Schedule
        metadata: {name: listed, namespace: default}
        spec: {cron: "@yearly", suspend: true}
        """;
    server.apply(manifest);

    assertThat(server.ccctl("get", "cc-ci").orFail().output())
        .containsSubsequence("recipe.ci.coopcloud.tech/listed", "\n\nNAME", "CRON")
        .contains("schedule.ci.coopcloud.tech/listed");
    assertThat(server.ccctl("get", "schedules,recipes", "-o", "name").orFail().output().lines())
        .containsSubsequence(
            "schedule.ci.coopcloud.tech/listed", "recipe.ci.coopcloud.tech/listed");
    Programs.Finished named = server.ccctl("get", "cc-ci", "listed");
    assertThat(named.code()).isNotZero();
    assertThat(named.output()).contains("names, --watch and --archived go with one type");
  }

  @Test
  void ccctlRunFollowsARunAndEndsWithItsVerdict() {
    Programs.Finished run = server.ccctl("run", "site", "--stages", "install");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("passed", "level 1");
  }

  @Test
  void theConcurrencyPolicyDecidesBetweenRunsAndCcctlRunJoinsTheOneThatTestsTheSame() {
    String site = folder.resolve("site").toString();
    server.enroll("replacing", site, "concurrency: {policy: Replace}");
    server.enroll("forbidding", site, "concurrency: {policy: Forbid}");
    hold("ahead");
    server.request("outdated", "replacing", "stages: [lint]");
    server.request("asked", "forbidding", "ref: 1.0.0+1.27.2\nstages: [install, lint]");
    awaitTheSecondAfter(server.get("asked"));
    server.request("latest", "replacing", "stages: [lint]");
    String[] run = {"run", "forbidding", "--ref", "1.0.0+1.27.2", "--stages", "lint,install"};

    Programs.Finished another = server.ccctl(with(run, "--new"));
    Programs.Finished joined = server.ccctl(with(run, "--no-follow"));
    TestRun outdated = server.done("outdated", PATIENCE);
    cancel("ahead");
    Programs.Finished followed = server.ccctl(run);

    assertThat(another.output()).contains("Run asked of the recipe is not over", "Forbid");
    assertThat(another.code()).as(another.output()).isEqualTo(2);
    assertThat(outdated.getStatus().condition(ConditionType.SUCCEEDED).getReason())
        .isEqualTo("Superseded");
    assertThat(outdated.getStatus().condition(ConditionType.SUCCEEDED).getMessage())
        .contains("Run latest of the recipe is newer", "Replace");
    assertThat(outdated.getStatus().startedAt()).isNull();
    for (Programs.Finished one : List.of(joined, followed)) {
      assertThat(one.output())
          .contains("joined testrun.ci.coopcloud.tech/asked, which tests the same");
      assertThat(one.code()).as(one.output()).isZero();
    }
    assertThat(followed.output()).contains("testrun.ci.coopcloud.tech/asked passed");
    assertThat(server.done("latest", PATIENCE).getStatus().startedAt()).isNotNull();
    server.done("ahead", PATIENCE);
  }

  /**
   * Asks for a run and waits until it has the only slot, which one that is asked for in the same
   * second might get as well.
   */
  private static void hold(String name) {
    server.request(name, "held", "stages: [install]");
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> CcCi.phase(server.get(name)) == Phase.DEPLOYING);
  }

  /** Times of creation are in seconds. */
  private static void awaitTheSecondAfter(TestRun run) {
    Instant next = Instant.parse(run.getMetadata().getCreationTimestamp()).plusSeconds(1);
    org.awaitility.Awaitility.await().until(() -> !Instant.now().isBefore(next));
  }

  private static String[] with(String[] arguments, String another) {
    return Stream.concat(Stream.of(arguments), Stream.of(another)).toArray(String[]::new);
  }

  @Test
  void runsThatHaveNoSlotKnowTheirPlaceAndHaveTheirTurn() {
    hold("before");
    for (String name : List.of("first", "second", "third")) {
      server.request(name, "site", "stages: [install]");
    }
    // Those of one second have no order among them.
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                List.of("first", "second", "third").stream()
                    .map(RunIT::position)
                    .toList()
                    .containsAll(List.of(1, 2, 3)));
    Held.release("before");
    for (String name : List.of("first", "second", "third")) {
      assertThat(
              server
                  .done(name, PATIENCE)
                  .getStatus()
                  .condition(ConditionType.SUCCEEDED)
                  .getStatus())
          .as(server.runLog(name))
          .isEqualTo("True");
    }
  }

  @Test
  void aStageThatTakesLongerThanTheRecipeGivesItEndsTheRunThere() {
    RecipeRepository slow = RecipeRepository.in(folder.resolve("slow"));
    slow.commit(Site.with("    healthcheck:\n", "    command: [sleep, '600']\n    healthcheck:\n"));
    server.enroll("slow", slow.address(), "timeouts: {install: 3s}");
    server.request("slow", "slow", "stages: [install, upgrade]");

    TestRun run = server.done("slow", PATIENCE);

    StageStatus install = run.getStatus().stage(StageName.INSTALL);
    assertThat(install.state()).as(server.runLog("slow")).isEqualTo(StageState.UNVERIFIED);
    assertThat(install.reason()).isEqualTo("StageTimedOut");
    assertThat(install.message()).contains("install", "3 s", "timeouts.install");
    assertThat(run.getStatus().stage(StageName.UPGRADE).reason()).isEqualTo("EarlierStage");
    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getReason())
        .isEqualTo("StageTimedOut");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  private static Integer position(String name) {
    TestRun run = server.get(name);
    return run.getStatus() == null ? null : run.getStatus().queuePosition();
  }

  @Test
  void aRunThatIsCancelledIsTornDown() {
    server.request("cancelled", "held", "stages: [install]");
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !Engine.ofController(server.controllerId()).isEmpty());
    cancel("cancelled");

    TestRun run = server.done("cancelled", PATIENCE);

    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getReason())
        .isEqualTo("Cancelled");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  private static void cancel(String name) {
    server
        .client()
        .resources(TestRun.class)
        .inNamespace("default")
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }

  @Test
  void aRunThatIsDeletedIsTornDownBeforeItGoes() {
    server.request("deleted", "held", "stages: [install]");
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !Engine.ofController(server.controllerId()).isEmpty());
    server.client().resources(TestRun.class).inNamespace("default").withName("deleted").delete();

    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> server.find("deleted") == null);
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  @Test
  void runsThatTheirRecipeDoesNotKeepGoWithTheirLogs() throws Exception {
    server.enroll(
        "brief", folder.resolve("site").toString(), "retention: {keepLast: 0, keepFailed: 1}");
    for (String name : List.of("oldest", "older", "newest")) {
      server.request(name, "brief", "ref: no-such-version");
      server.done(name, PATIENCE);
      assertThat(logs()).anyMatch(log -> log.startsWith(name));
    }

    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(server.find("oldest")).isNull();
              assertThat(server.find("older")).isNull();
              assertThat(logs()).noneMatch(log -> log.matches("(oldest|older)-.*"));
            });
    assertThat(server.find("newest")).isNotNull();
    assertThat(logs()).anyMatch(log -> log.startsWith("newest-"));
    assertThat(
            server
                .ccctl(
                    "get",
                    "testruns",
                    "--archived",
                    "--field-selector",
                    "spec.recipe=brief",
                    "--no-headers",
                    "-o",
                    "name")
                .orFail()
                .output()
                .lines())
        .containsExactlyInAnyOrder(
            "testrun.ci.coopcloud.tech/older", "testrun.ci.coopcloud.tech/oldest");
    assertThat(server.get("/archive?recipe=brief", "text/html"))
        .contains("older", "oldest")
        .doesNotContain("newest");
  }

  private static List<String> logs() throws IOException {
    try (Stream<Path> runs = Files.list(server.data().resolve("runs/default"))) {
      return runs.map(run -> run.getFileName().toString()).toList();
    }
  }
}
