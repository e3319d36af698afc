package tech.coopcloud.ci.testrun;

import java.time.Duration;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.testrun.BrowserChecks.MadeCheck;

/** Makes one check that the Recipe declares. Whatever comes of it, the others are made too. */
final class RunCheck implements Step<Decision.RunCheck> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Actions actions;
  private final BrowserChecks browser;
  private final Results results;

  RunCheck(Tools tools, Actions actions, Results results) {
    this.tools = tools;
    this.actions = actions;
    this.browser = new BrowserChecks(tools);
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.RunCheck todo) throws Exception {
    MadeCheck made =
        tools
            .background()
            .take(
                view.uid(),
                todo.check(),
                () -> tools.effects().call("check", () -> make(view, todo.what())));
    if (made == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return made.impossible()
        ? results.unverified(view, todo, Reason.INFRASTRUCTURE, made.sentence())
        : results.made(view, todo, made.asExpected(), made.sentence(), made.screenshot());
  }

  private MadeCheck make(RunView view, FunctionalCheck check) throws Exception {
    StackSpec stack = tools.stack(view, Version.ofRef(view));
    Templates templates = tools.templates(view, stack);
    if (check.http() != null) {
      return judged(actions.http(view, check.http(), templates));
    }
    if (check.exec() != null) {
      return judged(actions.exec(view, stack, check.exec(), templates));
    }
    if (check.browser() != null) {
      return browser.make(view, check.name(), check.browser(), templates);
    }
    throw new IllegalStateException("the plan holds only checks that have a kind");
  }

  private static MadeCheck judged(Judgement judgement) {
    return judgement.asExpected()
        ? MadeCheck.good(judgement.sentence(), null)
        : MadeCheck.bad(judgement.sentence(), null);
  }
}
