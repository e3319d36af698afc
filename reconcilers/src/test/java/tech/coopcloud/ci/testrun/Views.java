package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Concurrency;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.model.Timeouts;
import tech.coopcloud.ci.swarm.Observed;

/** Views of runs, for tests of what is decided on them. */
final class Views {
  static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private Views() {}

  static RunView of(TestRunStatus status) {
    return of(run(status), recipe(), 0, Observed.nothing(), CREATED.plusSeconds(10));
  }

  static RunView of(
      TestRun run, @Nullable Recipe recipe, int place, Observed observed, Instant now) {
    return new RunView(run, recipe, Dependencies.NONE, null, place, List.of(), () -> observed, now);
  }

  static TestRun run(TestRunStatus status) {
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName("wiki-1")
            .withNamespace("default")
            .withUid("0a1b2c3d-0000-4000-8000-000000000000")
            .withGeneration(1L)
            .withCreationTimestamp(CREATED.toString())
            .build());
    run.setSpec(spec(null, false));
    run.setStatus(status);
    return run;
  }

  static TestRunSpec spec(@Nullable List<StageName> stages, boolean cancel) {
    return new TestRunSpec("wiki", null, null, stages, null, null, "10m", "1h", cancel, null, null);
  }

  static Recipe recipe() {
    return recipe(null, null);
  }

  static Recipe recipe(@Nullable List<String> dependsOn, @Nullable Timeouts timeouts) {
    return recipe(null, dependsOn, timeouts, null);
  }

  static Recipe recipe(
      @Nullable List<FunctionalCheck> checks,
      @Nullable List<String> dependsOn,
      @Nullable Timeouts timeouts,
      @Nullable Concurrency concurrency) {
    Recipe recipe = new Recipe();
    recipe.setSpec(
        new RecipeSpec(
            "file:///wiki",
            null,
            null,
            null,
            null,
            null,
            null,
            checks,
            dependsOn,
            null,
            timeouts,
            concurrency,
            null));
    return recipe;
  }

  /** A run of a recipe that depends on others, each of which depends on nothing. */
  static RunView depending(TestRunStatus status, Instant now, String... enrolled) {
    Recipe recipe = recipe(List.of("login"), null);
    List<String> known = List.of(enrolled);
    Dependencies dependencies =
        Dependencies.of(
            "wiki", recipe.getSpec(), name -> known.contains(name) ? recipe(null, null) : null);
    return new RunView(
        run(status), recipe, dependencies, null, 0, List.of(), Observed::nothing, now);
  }

  static TestRunStatus deploying() {
    return TestRunStatus.empty()
        .edit()
        .phase(Phase.DEPLOYING)
        .stage(StageName.INSTALL)
        .startedAt(CREATED.toString())
        .build()
        .withStage(StageStatus.waiting(StageName.INSTALL).started(CREATED.toString()));
  }

  static TestRunStatus deployed() {
    return deploying().edit().commit("c0ffee").deployedAt(CREATED.toString()).build();
  }

  static TestRunStatus in(Phase phase, TestRunStatus status) {
    return status.edit().phase(phase).build();
  }
}
