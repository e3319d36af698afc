package tech.coopcloud.ci.testrun;

import java.time.Duration;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Runs a command that the Recipe wants to be run on a fresh deployment. Without it the stage ends.
 */
final class RunHook implements Step<Decision.RunHook> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Actions actions;
  private final Results results;

  RunHook(Tools tools, Actions actions, Results results) {
    this.tools = tools;
    this.actions = actions;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.RunHook todo) throws Exception {
    Judgement judgement =
        tools
            .background()
            .take(
                view.uid(),
                todo.check(),
                () -> tools.effects().call("hook", () -> run(view, todo)));
    if (judgement == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return judgement.asExpected()
        ? results.passed(view, todo, judgement.sentence())
        : results.failed(
            view,
            todo,
            Reason.HOOK_FAILED,
            judgement.sentence() + " It is one of deploy.hooks of the Recipe.");
  }

  private Judgement run(RunView view, Decision.RunHook todo) throws Exception {
    StackSpec stack = tools.stack(view, todo.version());
    RunView seen = view.of(todo.version());
    return actions.exec(seen, stack, todo.command(), tools.templates(seen, stack));
  }
}
