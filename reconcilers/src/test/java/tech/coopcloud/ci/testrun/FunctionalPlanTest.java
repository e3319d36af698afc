package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.HttpCheck;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.swarm.Observed;

class FunctionalPlanTest {
  private static FunctionalCheck http(String name) {
    return new FunctionalCheck(
        name, new HttpCheck(null, "/", null, null, null, null, null), null, null);
  }

  private static Decision next(List<FunctionalCheck> checks, Check... made) {
    Recipe recipe = Views.recipe(checks, null, null, null);
    StageStatus stage = StageStatus.waiting(StageName.FUNCTIONAL);
    for (Check check : made) {
      stage = stage.withCheck(check);
    }
    TestRunStatus status =
        Views.in(Phase.STAGE, Views.deployed())
            .edit()
            .stage(StageName.FUNCTIONAL)
            .build()
            .withStage(stage);
    return Plan.next(
        Views.of(Views.run(status), recipe, 0, Observed.nothing(), Views.CREATED.plusSeconds(10)));
  }

  @Test
  void everyCheckIsMadeAlsoAfterOneThatFailedAndThenTheRecipesOwnTests() {
    List<FunctionalCheck> checks = List.of(http("a"), http("b"));

    assertThat(next(checks)).isEqualTo(new Decision.RunCheck("a", http("a")));
    assertThat(next(checks, Check.failed("a", "no")))
        .isEqualTo(new Decision.RunCheck("b", http("b")));
    assertThat(next(checks, Check.failed("a", "no"), Check.passed("b", "yes")))
        .isEqualTo(new Decision.RunTests(Checks.TESTS));
    assertThat(
            next(
                checks,
                Check.failed("a", "no"),
                Check.passed("b", "yes"),
                Check.passed(Checks.TESTS, "yes")))
        .isEqualTo(new Decision.FinishStage());
  }

  @Test
  void checksThatCannotBeToldApartAreNotMade() {
    assertThat(next(List.of(http("a"), http("a"))))
        .isInstanceOfSatisfying(
            Decision.EndStage.class,
            end -> assertThat(end.reason()).isEqualTo(Reason.INVALID_MANIFEST));
  }
}
