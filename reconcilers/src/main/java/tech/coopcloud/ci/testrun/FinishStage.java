package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Looks at the services once more, for one that fell over while the others were checked, and gives
 * the verdict.
 */
final class FinishStage implements Step<Decision.FinishStage> {
  private static final Duration RECOVERY = Duration.ofMillis(500);

  private final Tools tools;
  private final Results results;

  FinishStage(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.FinishStage decision) throws Exception {
    StageStatus stage = view.stage();
    Check failed =
        stage.checksOrNone().stream()
            .filter(check -> check.state() == StageState.FAILED)
            .findFirst()
            .orElse(null);
    if (failed != null) {
      return results.ended(
          view, StageState.FAILED, Reason.CHECK_FAILED, failed.name() + ": " + failed.message());
    }
    return stage.name() == StageName.LINT ? passed(view) : look(view);
  }

  private Outcome look(RunView view) throws Exception {
    StackSpec stack = tools.stack(view, Version.ofRef(view));
    Duration timeout = tools.stacks().deployTimeout(view, stack);
    String since = view.status().deployingSince();
    Duration age =
        since == null ? Duration.ZERO : Duration.between(Instant.parse(since), view.now());
    return switch (Convergence.judge(stack, view.observed(), age, timeout)) {
      case Convergence.Converged converged -> {
        String overuse = results.overuse(view);
        yield overuse == null ? passed(view) : overused(view, overuse);
      }
      case Convergence.Waiting waiting -> {
        tools.log(view).sayOnce("A service does not run any more: " + waiting.sentence() + ".");
        yield Outcome.lookAgain(view.status(), RECOVERY);
      }
      case Convergence.Failed gone -> {
        String overuse = results.overuse(view);
        yield overuse == null
            ? results.ended(view, Check.failed(Checks.CONVERGED, gone.sentence()), gone.reason())
            : overused(view, overuse + " " + gone.sentence());
      }
    };
  }

  /** Also where everything works: with more to do it would not. */
  private Outcome overused(RunView view, String sentence) {
    return results.ended(view, Check.failed(Checks.LIMITS, sentence), Reason.LIMIT_EXCEEDED);
  }

  private Outcome passed(RunView view) {
    int retries = view.stage().attemptsOrOne() - 1;
    return results.ended(
        view,
        StageState.PASSED,
        Reason.PASSED,
        Reason.PASSED.sentence()
            + (retries == 0
                ? ""
                : " It passed after " + retries + (retries == 1 ? " retry." : " retries.")));
  }
}
