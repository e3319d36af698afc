package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.testrun.Decision.Todo;

/** What comes of something that a stage had to do: a check in its status, and the stage's end. */
final class Results {
  private final Tools tools;

  Results(Tools tools) {
    this.tools = tools;
  }

  /** It is done; the stage goes on. The sentence is said in the log. */
  Outcome passed(RunView view, Todo todo, String sentence) {
    return with(view, Check.passed(todo.check(), said(view, sentence)));
  }

  /** The stage goes on with a check that is made already; its message is said in the log. */
  Outcome with(RunView view, Check check) {
    return Outcome.goOn(view.status().withStage(view.stage().withCheck(check)));
  }

  /** The recipe is not as it should be: the stage ends. */
  Outcome failed(RunView view, Todo todo, Reason reason, String sentence) {
    return ended(view, Check.failed(todo.check(), said(view, sentence)), reason);
  }

  /** It could not be found out: the stage ends, or begins again. */
  Outcome unverified(RunView view, Todo todo, Reason reason, String sentence) {
    return ended(view, Check.unverified(todo.check(), said(view, sentence)), reason);
  }

  /** The stage ends as the check does. */
  Outcome ended(RunView view, Check check, Reason reason) {
    return Outcome.goOn(
        Endings.stage(
            view,
            view.status().withStage(view.stage().withCheck(check)),
            check.state(),
            reason,
            check.message()));
  }

  /** The stage ends without a check, e.g. because it does not apply. */
  Outcome ended(RunView view, StageState state, Reason reason, String sentence) {
    return Outcome.goOn(Endings.stage(view, view.status(), state, reason, said(view, sentence)));
  }

  private String said(RunView view, String sentence) {
    String clean = tools.log(view).redactor().clean(sentence);
    tools.log(view).sayOnce(clean);
    return clean;
  }
}
