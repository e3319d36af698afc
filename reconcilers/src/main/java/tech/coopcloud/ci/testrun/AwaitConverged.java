package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Sees whether every service runs. Docker's events wake the run; behind them stand looks that grow
 * rarer with time.
 */
final class AwaitConverged implements Step {
  private final Tools tools;

  AwaitConverged(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view) throws Exception {
    TestRunStatus status = view.status();
    RunLog log = tools.log(view);
    StackSpec stack = tools.stack(view);
    tools.followers().ensure(view.uid(), log);
    Duration age = Duration.between(Instant.parse(String.valueOf(status.deployedAt())), view.now());
    Duration timeout = tools.stacks().deployTimeout(view, stack);
    return switch (Convergence.judge(stack, view.observed(), age, timeout)) {
      case Convergence.Converged converged -> {
        String sentence =
            "Every service runs"
                + (converged.restarts() == 0
                    ? "."
                    : ", after " + converged.restarts() + " restarts.");
        log.say(sentence);
        yield Outcome.goOn(
            status
                .withStage(view.install().withCheck(Check.passed(Checks.CONVERGED, sentence)))
                .edit()
                .phase(Phase.STAGE)
                .build());
      }
      case Convergence.Waiting waiting -> {
        log.sayOnce("Waiting: " + waiting.sentence() + ".");
        yield Outcome.lookAgain(status, pause(age));
      }
      case Convergence.Failed failed -> {
        String sentence = log.redactor().clean(failed.sentence());
        TestRunStatus ended =
            status.withStage(view.install().withCheck(Check.failed(Checks.CONVERGED, sentence)));
        yield Outcome.goOn(Endings.end(view, ended, StageState.FAILED, failed.reason(), sentence));
      }
    };
  }

  static Duration pause(Duration age) {
    if (age.toMillis() < 4_000) {
      return Duration.ofMillis(100);
    }
    return age.toSeconds() < 30 ? Duration.ofMillis(500) : Duration.ofSeconds(2);
  }
}
