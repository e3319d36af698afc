package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;

/** Runs behind a real Traefik: that of the swarm, or one that the server deploys. */
class TraefikRunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server"), "--ingress", "traefik").start();
  }

  @AfterAll
  static void nothingIsLeft() {
    try {
      assertThat(server.stop()).isZero();
      assertThat(Engine.ofController(server.controllerId())).isEmpty();
    } finally {
      server.close();
    }
  }

  @Test
  void aSiteAnswersThroughTraefik() {
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    server.enroll("site", site.address(), "");
    server.request("behind-traefik", "site", "ref: main\nstages: [install]");

    TestRun run = server.done("behind-traefik", PATIENCE);

    assertThat(server.output()).containsAnyOf("Deploying Traefik", "Adopting the Traefik");
    assertThat(run.getStatus().stage(StageName.INSTALL).state())
        .as(server.runLog("behind-traefik"))
        .isEqualTo(StageState.PASSED);
    assertThat(run.getStatus().leftoversOrNone()).isEmpty();
  }

  @Test
  void aRecipeThatIsDeployedFirstAnswersThroughTraefikToo() {
    RecipeRepository base = RecipeRepository.in(folder.resolve("base"));
    base.commit(Site.files());
    RecipeRepository leaning = RecipeRepository.in(folder.resolve("leaning"));
    leaning.commit(Leaning.files());
    server.enroll("base", base.address(), "");
    server.enroll("leaning", leaning.address(), Leaning.on("base"));
    server.request("leaning-behind-traefik", "leaning", "stages: [functional]");

    TestRun run = server.done("leaning-behind-traefik", PATIENCE);

    assertThat(run.getStatus().stage(StageName.FUNCTIONAL).state())
        .as(server.runLog("leaning-behind-traefik"))
        .isEqualTo(StageState.PASSED);
    assertThat(run.getStatus().leftoversOrNone()).isEmpty();
  }

  @Test
  void labelsThatTraefikWouldNotRouteFailBeforeADeployment() {
    RecipeRepository site = RecipeRepository.in(folder.resolve("lost"));
    site.commit(
        Site.with(
            "routers.${STACK_NAME}.entrypoints=web-secure",
            "routers.${STACK_NAME}.entrypoint=web-secure"));
    server.enroll("lost", site.address(), "");
    server.request("lost-behind-traefik", "lost", "ref: main\nstages: [install]");

    TestRun run = server.done("lost-behind-traefik", PATIENCE);

    assertThat(run.getStatus().stage(StageName.INSTALL).message())
        .contains("has the unknown word 'entrypoint'")
        .contains("Traefik reads none of its labels");
  }

  @Test
  void whatAKilledServerDeployedGoesWhenTheNextOneHasAnotherIngress() {
    Path data = folder.resolve("killed");
    try (CcCi killed = new CcCi(data, "--ingress", "traefik").start()) {
      killed.kill();

      try (CcCi next = new CcCi(data).start()) {
        assertThat(Engine.ofController(next.controllerId())).isEmpty();
      }
    }
  }
}
