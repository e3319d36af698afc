package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.TestRun;

/**
 * A process that ends at any side effect of a run, as by a power cut, comes back and goes on: same
 * verdict, nothing deployed twice, nothing left.
 */
class KillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int KILLED = 137;

  @TempDir private static Path folder;
  private static CcCi server;
  private static ServicesCreated created;
  private static int number;

  @BeforeAll
  static void enroll() {
    server = new CcCi(folder.resolve("server")).start();
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    server.enroll("site", site.address(), "");
    RecipeRepository kept = RecipeRepository.in(folder.resolve("kept"));
    kept.commit(Kept.files());
    server.enroll("kept", kept.address(), Kept.SEEDS);
    RecipeRepository leaning = RecipeRepository.in(folder.resolve("leaning"));
    leaning.commit(Leaning.files());
    server.enroll("leaning", leaning.address(), Leaning.SPEC);
    assertThat(server.stop()).isZero();
    created = new ServicesCreated(folder.resolve("services"));
  }

  @AfterEach
  void stopServer() {
    if (server.process().isAlive()) {
      server.stop();
    }
  }

  @AfterAll
  static void stop() {
    created.close();
    server.close();
  }

  /**
   * Each a run that is interrupted at these effects one after the other, in all at every effect.
   * Few of one run are in its removal, which does not go on for ever.
   */
  static Stream<List<String>> interruptedRuns() {
    return Stream.of(
        aroundEach(
            "fetch",
            "create-network",
            "create-volume",
            "create-secret",
            "create-config",
            "create-service",
            "probe",
            "browse",
            "update-service"),
        List.of("before remove-service", "after remove-service"),
        List.of("before remove-container"),
        Stream.concat(
                Stream.of("after remove-container"),
                aroundEach("remove-network", "remove-volume").stream())
            .toList(),
        aroundEach("remove-secret", "remove-config"));
  }

  private static List<String> aroundEach(String... effects) {
    return Stream.of(effects)
        .flatMap(effect -> Stream.of("before " + effect, "after " + effect))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("interruptedRuns")
  void aRunSurvivesTheEndOfItsProcess(List<String> effects) {
    TestRun run = passesAlthoughKilled(effects, "site", "stages: [install]");

    assertThat(created.ofStack(run.getStatus().stackName()))
        .containsExactly(run.getStatus().stackName() + "_app");
    assertThat(server.data().resolve("checkouts").toFile().list()).isEmpty();
    assertThat(server.stop()).isZero();
  }

  @Test
  void aBackupAndItsRestoreSurviveTheEndOfTheirProcess() {
    List<String> effects =
        List.of(
            "after write-seeds",
            "after backup-repository",
            "after hook",
            "before backup",
            "before restore",
            "after restore",
            "after read-seeds");
    passesAlthoughKilled(effects, "kept", "stages: [restore]");

    assertThat(server.data().resolve("backups").toFile().list()).isEmpty();
    assertThat(server.stop()).isZero();
  }

  @Test
  void aRunThatDeploysAnotherRecipeFirstSurvivesTheEndOfItsProcess() {
    List<String> effects =
        List.of(
            "after find-dependencies",
            "after create-service",
            "before create-service",
            "before remove-service#2");
    TestRun run = passesAlthoughKilled(effects, "leaning", "stages: [functional]");

    Dependency site = run.getStatus().dependenciesOrNone().getFirst();
    assertThat(created.ofStack(site.stackName())).containsExactly(site.stackName() + "_app");
    assertThat(created.ofStack(run.getStatus().stackName())).hasSize(1);
    assertThat(server.stop()).isZero();
  }

  /** The run, once it has passed and nothing is left of it; killed at each effect in turn. */
  private static TestRun passesAlthoughKilled(List<String> effects, String recipe, String spec) {
    String name = "kill-" + number++;
    server.start(haltAt(effects.getFirst()));
    server.request(name, recipe, spec);
    for (String effect : effects) {
      if (!effect.equals(effects.getFirst())) {
        server.begin(haltAt(effect));
      }
      assertThat(server.exit()).as("%s: %s", effect, server.output()).isEqualTo(KILLED);
    }

    server.start();
    TestRun run = server.done(name, PATIENCE);

    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus())
        .as(server.runLog(name))
        .isEqualTo("True");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    return run;
  }

  private static String haltAt(String effect) {
    return "-Dcc-ci.halt-at=" + effect.replace(' ', '_');
  }

  @Test
  void aServerThatIsToldToStopEndsWithZeroAndItsRunsGoOnLater() {
    server.start();
    server.request("stopped", "site", "stages: [install]");
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !Engine.ofController(server.controllerId()).isEmpty());
    assertThat(server.stop()).as(server.output()).isZero();

    server.start();
    TestRun run = server.done("stopped", PATIENCE);

    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus()).isEqualTo("True");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    assertThat(server.stop()).isZero();
  }

  @Test
  void whatARunLeftThatNobodyKnowsAnyMoreIsRemoved() {
    server.start();
    Engine.docker(
        "volume",
        "create",
        "--label",
        "ci.coopcloud.tech/controller=" + server.controllerId(),
        "--label",
        "ci.coopcloud.tech/run-uid=00000000-0000-4000-8000-000000000000",
        "orphan-" + server.controllerId());

    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Engine.ofController(server.controllerId()).isEmpty());
    assertThat(server.stop()).isZero();
  }
}
