package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

class SummaryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);

  @Test
  void aConditionThatSaysWhatItSaidKeepsItsTimeAndChangesNothing() {
    TestRunStatus once = Summary.of(Views.deployed(), 1, NOON);

    assertThat(Summary.of(once, 1, LATER)).isEqualTo(once);
  }

  @Test
  void onlyARunThatIsDoneHasAVerdict() {
    TestRunStatus passed = ended(StageState.PASSED, Reason.PASSED);

    assertThat(succeeded(Views.in(Phase.TEARING_DOWN, passed)).getStatus()).isEqualTo("Unknown");
    assertThat(succeeded(Views.in(Phase.DONE, passed)).getStatus()).isEqualTo("True");
  }

  @Test
  void aFailedStageIsNamedWithItsReason() {
    Condition verdict =
        succeeded(Views.in(Phase.DONE, ended(StageState.FAILED, Reason.PROBE_FAILED)));

    assertThat(verdict.getStatus()).isEqualTo("False");
    assertThat(verdict.getReason()).isEqualTo("ProbeFailed");
    assertThat(verdict.getMessage()).startsWith("install: ");
  }

  @Test
  void aRunThatPassedButLeftSomethingBehindHasFailed() {
    TestRunStatus status =
        Views.in(Phase.DONE, ended(StageState.PASSED, Reason.PASSED))
            .edit()
            .leftovers(List.of("network wiki_default"))
            .build();
    TestRunStatus summed = Summary.of(status, 1, NOON);

    assertThat(condition(summed, ConditionType.CLEANED_UP).getStatus()).isEqualTo("False");
    assertThat(condition(summed, ConditionType.CLEANED_UP).getMessage()).contains("wiki_default");
    assertThat(condition(summed, ConditionType.SUCCEEDED).getReason()).isEqualTo("Leftovers");
  }

  @Test
  void theLevelNeverSaysMoreThanWasVerified() {
    assertThat(Summary.of(Views.deployed(), 1, NOON).level()).isNull();
    assertThat(level(StageState.UNVERIFIED)).isNull();
    assertThat(level(StageState.FAILED)).isZero();
    assertThat(level(StageState.PASSED)).isEqualTo(1);
  }

  @Test
  void theConditionsFollowFromTheChecks() {
    TestRunStatus status =
        Views.deployed()
            .withStage(
                StageStatus.waiting(StageName.INSTALL)
                    .withCheck(Check.passed(Checks.CREATED, "3 objects"))
                    .withCheck(Check.failed(Checks.CONVERGED, "db never ran"))
                    .finished(
                        StageState.FAILED, Reason.NEVER_HEALTHY, "db never ran", NOON.toString()));
    TestRunStatus summed = Summary.of(status, 1, NOON);

    assertThat(condition(summed, ConditionType.ACCEPTED).getStatus()).isEqualTo("True");
    assertThat(condition(summed, ConditionType.DEPLOYED).getStatus()).isEqualTo("True");
    assertThat(condition(summed, ConditionType.HEALTHY).getStatus()).isEqualTo("False");
    assertThat(condition(summed, ConditionType.HEALTHY).getReason()).isEqualTo("NeverHealthy");
  }

  private static Integer level(StageState state) {
    return Summary.of(ended(state, Reason.STAGE_FAILED), 1, NOON).level();
  }

  private static TestRunStatus ended(StageState state, Reason reason) {
    return Views.deployed()
        .withStage(
            StageStatus.waiting(StageName.INSTALL)
                .finished(state, reason, "so it is", NOON.toString()));
  }

  private static Condition succeeded(TestRunStatus status) {
    return condition(Summary.of(status, 1, NOON), ConditionType.SUCCEEDED);
  }

  private static Condition condition(TestRunStatus status, ConditionType type) {
    Condition condition = status.condition(type);
    assertThat(condition).as(type.text()).isNotNull();
    return condition;
  }
}
