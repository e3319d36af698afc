package tech.coopcloud.ci.testrun;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.swarm.Overrun;
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
    return Outcome.goOn(view.status().withStage(view.stage().withCheck(clean(view, check))));
  }

  /** It is as it is, good or bad; the stage goes on to its other checks. */
  Outcome made(
      RunView view, Todo todo, boolean asExpected, String sentence, @Nullable String screenshot) {
    String message = tools.redactor(view).clean(sentence);
    tools.log(view).say("Check " + todo.check() + ": " + message);
    Check check =
        asExpected ? Check.passed(todo.check(), message) : Check.failed(todo.check(), message);
    return with(view, check.withScreenshot(screenshot));
  }

  /** The recipe is not as it should be: the stage ends. */
  Outcome failed(RunView view, Todo todo, Reason reason, String sentence) {
    String dependency = todo.dependency();
    String overuse = Overuse.mayBeBehind(reason) ? overuse(view, dependency) : null;
    if (dependency != null) {
      String why = overuse == null ? sentence : overuse + " " + sentence;
      return unverified(view, todo, Reason.DEPENDENCY_FAILED, why);
    }
    return overuse == null
        ? ended(view, Check.failed(todo.check(), said(view, sentence)), reason)
        : ended(
            view,
            Check.failed(todo.check(), said(view, overuse + " " + sentence)),
            Reason.LIMIT_EXCEEDED);
  }

  /** Says that services of the recipe met their limits, or null where none did. */
  @Nullable String overuse(RunView view) {
    return overuse(view, null);
  }

  private @Nullable String overuse(RunView view, @Nullable String dependency) {
    String stack = view.stackOf(dependency);
    List<Overrun> own =
        tools.swarm().overruns(view.uid()).stream()
            .filter(overrun -> overrun.service().startsWith(stack + "_"))
            .toList();
    return Overuse.sentence(own, stack);
  }

  /** The status of an outcome, with a check that says what the Recipe allows, if it does. */
  static TestRunStatus withAllowed(RunView view, Outcome outcome, Todo todo, List<String> allowed) {
    TestRunStatus status = outcome.status();
    StageStatus stage = status.stage(view.stage().name());
    String of = todo.dependency() == null ? "" : Checks.DEPENDENCY + todo.dependency() + " ";
    return allowed.isEmpty() || stage == null
        ? status
        : status.withStage(
            stage.withCheck(Check.passed(of + Checks.ALLOWED, String.join(" ", allowed))));
  }

  /** It could not be found out: the stage ends, or begins again. */
  Outcome unverified(RunView view, Todo todo, Reason reason, String sentence) {
    String about =
        todo.dependency() == null
            ? sentence
            : "The recipe " + todo.dependency() + ", which this one depends on: " + sentence;
    return ended(view, Check.unverified(todo.check(), said(view, about)), reason);
  }

  /** The stage ends as the check does. */
  Outcome ended(RunView view, Check check, Reason reason) {
    return Outcome.goOn(
        Endings.stage(
            view,
            view.status().withStage(view.stage().withCheck(clean(view, check))),
            check.state(),
            reason,
            clean(view, check).message()));
  }

  /** The stage ends without a check, e.g. because it does not apply. */
  Outcome ended(RunView view, StageState state, Reason reason, String sentence) {
    return Outcome.goOn(Endings.stage(view, view.status(), state, reason, said(view, sentence)));
  }

  private Check clean(RunView view, Check check) {
    String message = check.message();
    return message == null
        ? check
        : new Check(
            check.name(), check.state(), tools.redactor(view).clean(message), check.screenshot());
  }

  /** A check that passed, whose sentence is said in the log. */
  Check said(RunView view, Todo todo, String sentence) {
    return Check.passed(todo.check(), said(view, sentence));
  }

  private String said(RunView view, String sentence) {
    String clean = tools.redactor(view).clean(sentence);
    tools.log(view).sayOnce(clean);
    return clean;
  }
}
