package tech.coopcloud.ci.testrun;

import java.util.ArrayList;
import java.util.List;
import tech.coopcloud.ci.model.Published;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.testrun.Decision.Todo;

/**
 * What each stage does, in order. What is done stands in the stage's status as a check, so the next
 * thing to do is the first whose check is not there. Pure.
 */
final class Plan {
  private Plan() {}

  static Decision next(RunView view) {
    StageStatus stage = view.stage();
    String why = view.recipeSpec().expectedSkip(stage.name());
    if (why != null) {
      return new Decision.EndStage(StageState.SKIPPED, Reason.EXPECTED_SKIP, why);
    }
    Decision obstacle = stage.name() == StageName.FUNCTIONAL ? FunctionalPlan.obstacle(view) : null;
    if (obstacle != null) {
      return obstacle;
    }
    for (Todo todo : todos(view)) {
      if (stage.check(todo.check()) == null) {
        return todo;
      }
    }
    return new Decision.FinishStage();
  }

  private static List<Todo> todos(RunView view) {
    return switch (view.stage().name()) {
      case INSTALL -> install(view);
      case UPGRADE -> upgrade(view);
      case FUNCTIONAL -> FunctionalPlan.todos(view);
      case LINT, BACKUP, RESTORE ->
          throw new IllegalStateException(view.stage().name() + " is not supported");
    };
  }

  private static List<Todo> install(RunView view) {
    Version ref = Version.ofRef(view);
    List<Todo> todos = new ArrayList<>();
    if (view.stage().attemptsOrOne() > 1) {
      todos.add(new Decision.Clear("cleared"));
    }
    todos.add(new Decision.CreateStack(Checks.CREATED, ref));
    todos.add(new Decision.AwaitConverged(Checks.CONVERGED, ref));
    todos.add(new Decision.Probe(Checks.HTTPS));
    if (view.recipeSpec().healthOrDefault().browserOrDefault()) {
      todos.add(new Decision.Browse(Checks.BROWSER, "install"));
    }
    todos.add(new Decision.Redeploy(Checks.UNCHANGED, ref));
    return todos;
  }

  private static List<Todo> upgrade(RunView view) {
    List<Todo> todos = new ArrayList<>();
    todos.add(new Decision.FindVersions("versions"));
    List<Published> all = view.status().upgradeFrom();
    if (all != null) {
      all.forEach(published -> upgradeFrom(view, Version.of(published), todos));
    }
    return todos;
  }

  private static void upgradeFrom(RunView view, Version from, List<Todo> todos) {
    Version ref = Version.ofRef(view);
    String prefix = from.name() + " ";
    todos.add(new Decision.Clear(prefix + "cleared"));
    todos.add(new Decision.CreateStack(prefix + Checks.CREATED, from));
    todos.add(new Decision.AwaitConverged(prefix + Checks.CONVERGED, from));
    todos.add(new Decision.UpdateStack(prefix + "updated", from, ref));
    todos.add(new Decision.AwaitUpdated(prefix + "update", ref));
    todos.add(new Decision.Probe(prefix + Checks.HTTPS));
    if (view.recipeSpec().healthOrDefault().browserOrDefault()) {
      todos.add(
          new Decision.Browse(
              prefix + Checks.BROWSER, "upgrade-" + from.name().replaceAll("[^A-Za-z0-9.]", "-")));
    }
  }
}
