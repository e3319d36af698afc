package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/** Recipes that depend on others, on the whole product. */
class DependencyIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private static Path folder;
  private static CcCi server;
  private static ServicesCreated created;

  @BeforeAll
  static void start() {
    created = new ServicesCreated(folder.resolve("services"));
    server = new CcCi(folder.resolve("server"), "--capacity", "2").start();
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    site.tag("1.0.0+1.27.2");
    site.commit(Site.with("nginx:1.27.2", "nginx:0.0.0-never-published"));
    server.enroll("site", site.address(), "");
  }

  @AfterAll
  static void stop() {
    created.close();
    server.close();
  }

  @Test
  void theOtherIsDeployedFirstAndOnceAndHandedOnAndTakenDown() {
    RecipeRepository leaning = RecipeRepository.in(folder.resolve("leaning"));
    leaning.commit(Leaning.files());
    leaning.tag("0.9.0+1.27.2");
    leaning.commit(Leaning.files());
    server.enroll("leaning", leaning.address(), Leaning.SPEC);
    server.request("leans", "leaning", "stages: [functional, upgrade]");

    TestRun run = server.done("leans", PATIENCE);

    assertThat(run.getStatus().stagesOrNone())
        .as(server.runLog("leans"))
        .extracting(StageStatus::state)
        .containsOnly(StageState.PASSED);
    Dependency site = run.getStatus().dependenciesOrNone().getFirst();
    assertThat(site.version()).isEqualTo("1.0.0+1.27.2");
    assertThat(site.domain()).startsWith("site-").isNotEqualTo(run.getStatus().domain());
    assertThat(run.getStatus().stage(StageName.INSTALL).check("dependency site answers").message())
        .contains(site.domain(), "answered 200");
    assertThat(created.ofStack(site.stackName())).containsExactly(site.stackName() + "_app");
    assertThat(created.ofStack(run.getStatus().stackName())).hasSize(2);
    assertThat(server.runLog("leans")).contains("I was handed ***.", "site/app.1");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  @Test
  void oneThatIsNotAllowedOrDoesNotRunIsNotTheRecipesFault() {
    RecipeRepository broken = RecipeRepository.in(folder.resolve("broken"));
    broken.commit(Site.with("    healthcheck:\n", "    command: ['false']\n    healthcheck:\n"));
    RecipeRepository greedy = RecipeRepository.in(folder.resolve("greedy"));
    greedy.commit(Site.with("data:/data", "/:/data"));
    RecipeRepository leaning = RecipeRepository.in(folder.resolve("upon"));
    leaning.commit(Site.files());
    server.enroll("broken", broken.address(), "");
    server.enroll("greedy", greedy.address(), "");
    server.enroll("on-broken", leaning.address(), "dependsOn: [broken]");
    server.enroll("on-greedy", leaning.address(), "dependsOn: [greedy]");
    server.request("on-broken", "on-broken", "stages: [install]");
    server.request("on-greedy", "on-greedy", "stages: [install]");

    StageStatus stopped = install("on-broken");
    assertThat(stopped.state()).as(server.runLog("on-broken")).isEqualTo(StageState.UNVERIFIED);
    assertThat(stopped.reason()).isEqualTo("DependencyFailed");
    assertThat(stopped.message())
        .contains("The recipe broken, which this one depends on:", "stopped");
    StageStatus denied = install("on-greedy");
    assertThat(denied.reason()).as(server.runLog("on-greedy")).isEqualTo("DependencyFailed");
    assertThat(denied.message()).contains("The recipe greedy, which this one depends on:", "/");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  @Test
  void aSecretThatTheOtherDoesNotHaveIsNamed() {
    RecipeRepository asking = RecipeRepository.in(folder.resolve("asking"));
    asking.commit(Leaning.files());
    server.enroll(
        "asking",
        asking.address(),
        """
        dependsOn: [site]
        deploy:
          env: {SITE_PASSWORD: "{{ dependencies.site.secrets.nothing }}"}
        """);
    server.request("asking", "asking", "stages: [install]");

    StageStatus stage = install("asking");

    assertThat(stage.state()).as(server.runLog("asking")).isEqualTo(StageState.FAILED);
    assertThat(stage.reason()).isEqualTo("InvalidRecipe");
    assertThat(stage.message())
        .contains(
            "deploy.env of the Recipe",
            "{{ dependencies.site.secrets.nothing }}",
            "dependencies.site.secrets.password");
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
  }

  private static StageStatus install(String name) {
    return server.done(name, PATIENCE).getStatus().stage(StageName.INSTALL);
  }
}
