package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Published;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

class PlanTest {
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
    List<Decision.Todo> todos = new ArrayList<>();
    TestRunStatus status = begin;
    while (Plan.next(Views.of(status)) instanceof Decision.Todo todo) {
      todos.add(todo);
      status =
          status.withStage(Views.of(status).stage().withCheck(Check.passed(todo.check(), "fine")));
    }
    return todos;
  }
}
