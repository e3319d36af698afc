package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Looks at the services once more, for one that fell over while the others were checked, and gives
 * the verdict.
 */
final class FinishStage implements Step {
  private static final Duration RECOVERY = Duration.ofMillis(500);

  private final Tools tools;

  FinishStage(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view) throws Exception {
    TestRunStatus status = view.status();
    StackSpec stack = tools.stack(view);
    Duration timeout = tools.stacks().deployTimeout(view, stack);
    Duration age = Duration.between(Instant.parse(String.valueOf(status.deployedAt())), view.now());
    return switch (Convergence.judge(stack, view.observed(), age, timeout)) {
      case Convergence.Converged converged ->
          Outcome.goOn(
              Endings.end(
                  view, status, StageState.PASSED, Reason.PASSED, Reason.PASSED.sentence()));
      case Convergence.Waiting waiting -> {
        tools.log(view).sayOnce("A service does not run any more: " + waiting.sentence() + ".");
        yield Outcome.lookAgain(status, RECOVERY);
      }
      case Convergence.Failed failed -> {
        String sentence = tools.log(view).redactor().clean(failed.sentence());
        TestRunStatus ended =
            status.withStage(view.install().withCheck(Check.failed(Checks.CONVERGED, sentence)));
        yield Outcome.goOn(Endings.end(view, ended, StageState.FAILED, failed.reason(), sentence));
      }
    };
  }
}
