package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.model.StageState.FAILED;
import static tech.coopcloud.ci.model.StageState.PASSED;
import static tech.coopcloud.ci.model.StageState.RUNNING;
import static tech.coopcloud.ci.model.StageState.SKIPPED;
import static tech.coopcloud.ci.model.StageState.UNVERIFIED;

import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

class LevelsTest {
  static Stream<Arguments> ladders() {
    return Stream.of(
        ladder(null, null, RUNNING, null, null, null, null, null),
        ladder(
            0,
            "install did not pass",
            FAILED,
            UNVERIFIED,
            UNVERIFIED,
            UNVERIFIED,
            UNVERIFIED,
            PASSED),
        ladder(
            null, "install was not verified", UNVERIFIED, PASSED, PASSED, PASSED, PASSED, PASSED),
        ladder(1, "upgrade was not part of the run", PASSED, null, PASSED, PASSED, PASSED, PASSED),
        ladder(1, "upgrade did not pass", PASSED, FAILED, PASSED, PASSED, PASSED, PASSED),
        ladder(2, "restore did not pass", PASSED, PASSED, PASSED, FAILED, PASSED, PASSED),
        ladder(
            3, "functional was not verified", PASSED, SKIPPED, PASSED, PASSED, UNVERIFIED, PASSED),
        ladder(4, "lint did not pass", PASSED, SKIPPED, SKIPPED, SKIPPED, PASSED, FAILED),
        ladder(5, null, PASSED, PASSED, PASSED, PASSED, PASSED, PASSED),
        ladder(5, null, PASSED, SKIPPED, SKIPPED, SKIPPED, SKIPPED, PASSED));
  }

  private static Arguments ladder(
      Integer level,
      String cap,
      StageState install,
      StageState upgrade,
      StageState backup,
      StageState restore,
      StageState functional,
      StageState lint) {
    TestRunStatus status = TestRunStatus.empty();
    status = with(status, StageName.INSTALL, install);
    status = with(status, StageName.UPGRADE, upgrade);
    status = with(status, StageName.BACKUP, backup);
    status = with(status, StageName.RESTORE, restore);
    status = with(status, StageName.FUNCTIONAL, functional);
    status = with(status, StageName.LINT, lint);
    return Arguments.of(status, new Levels(level, cap));
  }

  @ParameterizedTest
  @MethodSource("ladders")
  void theLevelIsTheHighestRungPassedWithEveryRungBelowPassedOrSkipped(
      TestRunStatus status, Levels expected) {
    assertThat(Levels.of(status)).isEqualTo(expected);
  }

  @Property
  void aStageThatDidNotPassNeverLeavesALevelAboveItsRung(
      @ForAll Map<StageName, StageState> stages) {
    TestRunStatus status = TestRunStatus.empty();
    for (var stage : stages.entrySet()) {
      status = with(status, stage.getKey(), stage.getValue());
    }
    Integer level = Levels.of(status).level();

    if (level != null && level > 0) {
      assertThat(stages.get(StageName.INSTALL)).isIn(PASSED, SKIPPED);
    }
    if (level != null && level > 1) {
      assertThat(stages.get(StageName.UPGRADE)).isIn(PASSED, SKIPPED);
    }
    if (level != null && level > 2) {
      assertThat(stages.get(StageName.RESTORE)).isIn(PASSED, SKIPPED);
    }
  }

  private static TestRunStatus with(TestRunStatus status, StageName name, StageState state) {
    return state == null
        ? status
        : status.withStage(new StageStatus(name, state, null, null, null, null, null, null));
  }
}
