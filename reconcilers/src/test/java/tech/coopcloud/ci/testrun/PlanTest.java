package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Published;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

class PlanTest {
  static final Dependency LOGIN =
      new Dependency("login", "1.0.0+1", "abc", "logi-123456.ci.test", "logi-123456_ci_test");

  @Test
  void whatTheRecipeDependsOnIsDeployedFirstInEveryStageThatDeploys() {
    TestRunStatus install = Views.deployed();
    assertThat(names(install)).startsWith("dependencies", "created", "converged");

    TestRunStatus pinned = install.edit().dependencies(List.of(LOGIN)).build();
    assertThat(names(pinned))
        .startsWith(
            "dependencies",
            "dependency login created",
            "dependency login converged",
            "dependency login answers",
            "created");

    TestRunStatus upgrade =
        in(StageName.UPGRADE)
            .edit()
            .dependencies(List.of(LOGIN))
            .upgradeFrom(List.of(new Published("1.0.0+1", "abc")))
            .build();
    assertThat(names(upgrade))
        .startsWith(
            "versions",
            "dependencies",
            "dependency login created",
            "dependency login converged",
            "dependency login answers",
            "1.0.0+1 cleared");
    assertThat(upgradeClear(upgrade).all()).isFalse();
  }

  @Test
  void aDependencyIsSeenWithItsOwnNamesAndWithoutWhatIsDeployedAfterIt() {
    TestRunStatus status = Views.deployed().edit().dependencies(List.of(LOGIN)).build();
    RunView view = Views.depending(status, Views.CREATED, "login");

    RunView seen = view.of(Version.of(LOGIN));

    assertThat(seen.uid()).isEqualTo(view.uid());
    assertThat(seen.status().domain()).isEqualTo("logi-123456.ci.test");
    assertThat(seen.status().stackName()).isEqualTo("logi-123456_ci_test");
    assertThat(seen.status().dependenciesOrNone()).isEmpty();
    assertThat(seen.recipeSpec().dependsOnOrNone()).isEmpty();
    assertThat(view.of(Version.ofRef(view))).isSameAs(view);
  }

  private static Decision.Clear upgradeClear(TestRunStatus status) {
    return depending(status).stream()
        .filter(Decision.Clear.class::isInstance)
        .map(Decision.Clear.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(TestRunStatus status) {
    return depending(status).stream().map(Decision.Todo::check).toList();
  }

  /** All that the stage does where the recipe depends on another. */
  private static List<Decision.Todo> depending(TestRunStatus status) {
    return todos(status, made -> Views.depending(made, Views.CREATED, "login"));
  }

  @Test
  void aBackupIsTakenOfDataThatWasWrittenBefore() {
    assertThat(checks(in(StageName.BACKUP)))
        .containsExactly("labels", "seeds written", "backed up", "verified");
  }

  @Test
  void aRestoreIsSeenInPlaceAndOnAFreshDeployment() {
    assertThat(checks(in(StageName.RESTORE)))
        .containsExactly(
            "seeds changed",
            "restored",
            "runs",
            "https",
            "seeds",
            "fresh cleared",
            "fresh created",
            "fresh converged",
            "fresh answers",
            "fresh restored",
            "fresh runs",
            "fresh https",
            "fresh seeds");
  }

  @Test
  void anotherAttemptOfARestoreBeginsWithAFreshDeployment() {
    TestRunStatus again =
        in(StageName.RESTORE)
            .withStage(
                StageStatus.waiting(StageName.RESTORE)
                    .started(Views.CREATED.toString())
                    .again("no space", Views.CREATED.toString()));

    assertThat(checks(again)).startsWith("cleared", "created", "converged", "seeds changed");
  }

  @Test
  void theValueOfTheBackupIsTheOneThatIsLookedForAfterTheRestore() {
    TestRunStatus status = in(StageName.RESTORE);
    String backedUp = SeedValue.backedUp(Views.of(status));
    List<Decision.ReadSeeds> reads =
        todos(status).stream()
            .filter(Decision.ReadSeeds.class::isInstance)
            .map(Decision.ReadSeeds.class::cast)
            .toList();

    assertThat(reads).extracting(Decision.ReadSeeds::value).containsOnly(backedUp);
    assertThat(reads.getFirst().gone()).isNotNull().isNotEqualTo(backedUp);
    assertThat(reads.getLast().gone()).isNull();
    assertThat(backedUp).matches("seed[0-9a-f]{12}");
  }

  @Test
  void anUpgradeIsOfDataThatWasWrittenToTheOldVersion() {
    TestRunStatus status =
        in(StageName.UPGRADE)
            .edit()
            .upgradeFrom(List.of(new Published("1.0.0+1", "abc"), new Published("1.1.0+1", "def")))
            .build();

    assertThat(checks(status))
        .containsSubsequence(
            "1.0.0+1 converged",
            "1.0.0+1 answers",
            "1.0.0+1 seeds written",
            "1.0.0+1 updated",
            "1.0.0+1 update",
            "1.0.0+1 https",
            "1.0.0+1 seeds",
            "1.1.0+1 cleared",
            "1.1.0+1 seeds");
    assertThat(todos(status))
        .filteredOn(Decision.WriteSeeds.class::isInstance)
        .extracting(todo -> ((Decision.WriteSeeds) todo).value())
        .doesNotHaveDuplicates();
  }

  @Test
  void noCheckOfAStageHasTheNameOfAnother() {
    for (StageName stage : List.of(StageName.BACKUP, StageName.RESTORE)) {
      assertThat(checks(in(stage))).doesNotHaveDuplicates();
    }
  }

  private static TestRunStatus in(StageName stage) {
    return Views.in(Phase.STAGE, Views.deployed())
        .withStage(StageStatus.waiting(stage).started(Views.CREATED.toString()))
        .edit()
        .stage(stage)
        .build();
  }

  private static List<String> checks(TestRunStatus status) {
    return todos(status).stream().map(Decision.Todo::check).toList();
  }

  /** What is decided when everything always passes. */
  private static List<Decision.Todo> todos(TestRunStatus begin) {
    return todos(begin, Views::of);
  }

  private static List<Decision.Todo> todos(
      TestRunStatus begin, Function<TestRunStatus, RunView> view) {
    List<Decision.Todo> todos = new ArrayList<>();
    TestRunStatus status = begin;
    while (Plan.next(view.apply(status)) instanceof Decision.Todo todo) {
      todos.add(todo);
      status =
          status.withStage(Views.of(status).stage().withCheck(Check.passed(todo.check(), "fine")));
    }
    return todos;
  }
}
