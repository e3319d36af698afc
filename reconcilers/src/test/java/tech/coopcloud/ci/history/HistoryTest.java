package tech.coopcloud.ci.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

class HistoryTest {
  @Test
  void theNewestFinishedRunSpeaksForTheRecipe() {
    RecipeStatus status =
        History.of(
            List.of(
                run("b", "2026-01-02T00:00:00Z", StageState.FAILED, 0),
                run("a", "2026-01-01T00:00:00Z", StageState.PASSED, 1)),
            null,
            3);

    assertThat(status).isEqualTo(new RecipeStatus("b", "Failed", 0, 2, 1, null, null, 3L));
  }

  @Test
  void whatCouldNotBeVerifiedHasNotFailed() {
    RecipeStatus status =
        History.of(List.of(run("a", "2026-01-01T00:00:00Z", StageState.UNVERIFIED, null)), null, 1);

    assertThat(status.lastVerdict()).isEqualTo("Unverified");
    assertThat(status.level()).isNull();
  }

  @Test
  void aRecipeWithoutRunsSaysNothing() {
    assertThat(History.of(List.of(), null, 1))
        .isEqualTo(new RecipeStatus(null, null, null, 0, 0, null, null, 1L));
  }

  private static TestRun run(String name, String finished, StageState state, Integer level) {
    TestRun run = new TestRun();
    run.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("default").build());
    run.setStatus(
        TestRunStatus.empty()
            .edit()
            .phase(Phase.DONE)
            .finishedAt(finished)
            .level(level)
            .conditions(
                List.of(
                    new ConditionBuilder()
                        .withType("Succeeded")
                        .withStatus(state == StageState.PASSED ? "True" : "False")
                        .withReason(
                            state == StageState.UNVERIFIED ? "Infrastructure" : "ProbeFailed")
                        .build()))
            .build()
            .withStage(
                StageStatus.waiting(StageName.INSTALL).finished(state, null, null, finished)));
    return run;
  }
}
