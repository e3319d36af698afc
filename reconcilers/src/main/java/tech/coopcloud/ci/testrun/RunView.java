package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.swarm.Observed;

/**
 * What was observed of a run at one instant: everything that a decision may rest on.
 *
 * @param recipe the enrolled recipe, or null
 * @param dependencies the recipes that are deployed before it
 * @param dependency name of the recipe as which the run is seen, where it is not its own
 * @param queuePosition 0 when the run may start, else its place in the queue
 * @param group the runs beside it that its Recipe's concurrency.policy looks at, the oldest first
 * @param observation looks at the swarm; only called where the decision needs it
 */
record RunView(
    TestRun run,
    @Nullable Recipe recipe,
    Dependencies dependencies,
    @Nullable String dependency,
    int queuePosition,
    List<TestRun> group,
    Supplier<Observed> observation,
    Instant now) {

  TestRunSpec spec() {
    return run.getSpec();
  }

  TestRunStatus status() {
    return run.getStatus() == null ? TestRunStatus.empty() : run.getStatus();
  }

  /** The enrolled recipe's settings; only where there is one. */
  RecipeSpec recipeSpec() {
    if (recipe == null) {
      throw new IllegalStateException("the recipe of " + name() + " is not enrolled");
    }
    return recipe.getSpec();
  }

  /** The stage at work; the first one of the run where none is. */
  StageStatus stage() {
    StageName name = status().stage();
    if (name == null) {
      return spec() == null
          ? StageStatus.waiting(StageName.INSTALL)
          : StageStatus.waiting(Stages.of(spec()).getFirst());
    }
    StageStatus stage = status().stage(name);
    return stage == null ? StageStatus.waiting(name) : stage;
  }

  /** Every version that the run deploys, as far as they are pinned. */
  List<Version> versions() {
    List<Version> all = new ArrayList<>();
    if (status().commit() != null) {
      all.add(Version.ofRef(this));
    }
    if (status().upgradeFrom() != null) {
      status().upgradeFrom().forEach(published -> all.add(Version.of(published)));
    }
    status().dependenciesOrNone().forEach(dependency -> all.add(Version.of(dependency)));
    return all;
  }

  /**
   * The same run as what the version is of has to see it: with its Recipe, its names in the swarm
   * and the dependencies that are deployed before it.
   */
  RunView of(Version version) {
    if (version.dependency() == null) {
      return this;
    }
    List<Dependency> pinned = status().dependenciesOrNone();
    Dependency own =
        pinned.stream()
            .filter(it -> it.recipe().equals(version.dependency()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException(version.dependency() + " is not pinned yet"));
    TestRun seen = new TestRun();
    seen.setMetadata(run.getMetadata());
    seen.setSpec(
        new TestRunSpec(own.recipe(), null, null, null, null, null, null, null, null, null, null));
    seen.setStatus(
        status()
            .edit()
            .commit(version.published() ? null : own.commit())
            .upgradeFrom(null)
            .domain(own.domain())
            .stackName(own.stackName())
            .dependencies(List.copyOf(pinned.subList(0, pinned.indexOf(own))))
            .build());
    return new RunView(
        seen,
        dependencies.recipes().get(own.recipe()),
        dependencies,
        own.recipe(),
        queuePosition,
        group,
        observation,
        now);
  }

  /** The name of the run's own stack, or of that of a recipe that is deployed before it. */
  String stackOf(@Nullable String dependency) {
    return status().dependenciesOrNone().stream()
        .filter(it -> it.recipe().equals(dependency))
        .map(Dependency::stackName)
        .findFirst()
        .orElse(String.valueOf(status().stackName()));
  }

  Observed observed() {
    return observation.get();
  }

  /** What is observed without the recipes that were deployed first. */
  Observed own() {
    return own(observed());
  }

  /** What a later look has seen, likewise. */
  Observed own(Observed seen) {
    return seen.without(
        status().dependenciesOrNone().stream()
            .map(Dependency::stackName)
            .collect(Collectors.toSet()));
  }

  /** Where the recipes that were deployed first answer. */
  Set<String> dependencyDomains() {
    return status().dependenciesOrNone().stream()
        .map(Dependency::domain)
        .collect(Collectors.toSet());
  }

  boolean deleting() {
    return run.getMetadata().getDeletionTimestamp() != null;
  }

  String uid() {
    return run.getMetadata().getUid();
  }

  String namespace() {
    return run.getMetadata().getNamespace();
  }

  String name() {
    return run.getMetadata().getName();
  }

  Instant created() {
    return Instant.parse(run.getMetadata().getCreationTimestamp());
  }
}
