package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.swarm.Observed;

class EndingsTest {
  private static final TestRunStatus TWO_STAGES =
      Views.in(Phase.STAGE, Views.deployed()).withStage(StageStatus.waiting(StageName.UPGRADE));

  @Test
  void theNextStageBeginsWhereAStagePassed() {
    TestRunStatus after = end(TWO_STAGES, StageState.PASSED, Reason.PASSED);

    assertThat(after.phase()).isEqualTo(Phase.STAGE);
    assertThat(after.stage()).isEqualTo(StageName.UPGRADE);
    assertThat(state(after, StageName.UPGRADE)).isEqualTo(StageState.RUNNING);
  }

  @Test
  void whatStandsOnAStageThatFailedIsUnverifiedAndSaysWhy() {
    TestRunStatus after = end(TWO_STAGES, StageState.FAILED, Reason.PROBE_FAILED);

    assertThat(after.phase()).isEqualTo(Phase.TEARING_DOWN);
    StageStatus upgrade = after.stage(StageName.UPGRADE);
    assertThat(upgrade.state()).isEqualTo(StageState.UNVERIFIED);
    assertThat(upgrade.reason()).isEqualTo("EarlierStage");
    assertThat(upgrade.message()).contains("install");
  }

  @Test
  void afterTheLastStageTheRunIsTornDown() {
    assertThat(end(Views.deployed(), StageState.PASSED, Reason.PASSED).phase())
        .isEqualTo(Phase.TEARING_DOWN);
  }

  @Test
  void anInfrastructureFailureIsTriedAgainTwiceAndEachTryIsVisible() {
    TestRunStatus status =
        TWO_STAGES.withStage(
            TWO_STAGES
                .stage(StageName.INSTALL)
                .withCheck(Check.passed(Checks.CREATED, "1 object")));
    for (int attempt = 1; attempt < Endings.MOST_ATTEMPTS; attempt++) {
      status = end(status, StageState.UNVERIFIED, Reason.IMAGE_PULL_FAILED);
      assertThat(state(status, StageName.INSTALL)).isEqualTo(StageState.RUNNING);
      assertThat(status.stage(StageName.INSTALL).attempts()).isEqualTo(attempt + 1);
      assertThat(status.stage(StageName.INSTALL).check(Checks.CREATED)).isNull();
      assertThat(status.stage(StageName.INSTALL).check("attempt " + attempt)).isNotNull();
    }
    status = end(status, StageState.UNVERIFIED, Reason.IMAGE_PULL_FAILED);
    assertThat(state(status, StageName.INSTALL)).isEqualTo(StageState.UNVERIFIED);
  }

  @Test
  void aFailureOfTheRecipeIsNeverTriedAgain() {
    assertThat(state(end(TWO_STAGES, StageState.FAILED, Reason.IMAGE_NOT_FOUND), StageName.INSTALL))
        .isEqualTo(StageState.FAILED);
    assertThat(state(end(TWO_STAGES, StageState.UNVERIFIED, Reason.TIMED_OUT), StageName.INSTALL))
        .isEqualTo(StageState.UNVERIFIED);
  }

  @Test
  void aTryAgainWaitsAMomentAndBeginsWithAClearedSwarm() {
    TestRunStatus again =
        TWO_STAGES.withStage(
            TWO_STAGES.stage(StageName.INSTALL).again("no pull", Views.CREATED.toString()));
    TestRun run = Views.run(again);

    assertThat(
            Decider.decide(
                Views.of(run, Views.recipe(), 0, Observed.nothing(), Views.CREATED.plusSeconds(1))))
        .isInstanceOf(Decision.Wait.class);
    assertThat(
            Decider.decide(
                Views.of(
                    run, Views.recipe(), 0, Observed.nothing(), Views.CREATED.plusSeconds(11))))
        .isEqualTo(new Decision.Clear("cleared", true));
  }

  @Test
  void askingForAStageAsksForThoseThatItStandsOn() {
    assertThat(Stages.of(Views.spec(List.of(StageName.RESTORE), false)))
        .containsExactly(StageName.INSTALL, StageName.BACKUP, StageName.RESTORE);
  }

  @Test
  void whatStandsOnAStageThatDoesNotApplyDoesNotApplyEither() {
    TestRunStatus status =
        Views.in(Phase.STAGE, Views.deployed())
            .withStage(StageStatus.waiting(StageName.BACKUP).started(Views.CREATED.toString()))
            .withStage(StageStatus.waiting(StageName.RESTORE))
            .edit()
            .stage(StageName.BACKUP)
            .build();

    TestRunStatus after = end(status, StageState.SKIPPED, Reason.EXPECTED_SKIP);

    assertThat(state(after, StageName.RESTORE)).isEqualTo(StageState.SKIPPED);
    assertThat(after.stage(StageName.RESTORE).message()).contains("backup", "so it is");
  }

  private static StageState state(TestRunStatus status, StageName name) {
    return status.stage(name).state();
  }

  private static TestRunStatus end(TestRunStatus status, StageState state, Reason reason) {
    return Endings.stage(Views.of(status), status, state, reason, "so it is");
  }
}
