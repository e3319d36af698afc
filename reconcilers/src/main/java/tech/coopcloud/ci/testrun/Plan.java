package tech.coopcloud.ci.testrun;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.ExecCheck;
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
      case BACKUP -> backup(view);
      case RESTORE -> restore(view);
      case LINT -> List.of(new Decision.LintRecipe(Checks.LINT));
    };
  }

  private static List<Todo> install(RunView view) {
    Version ref = Version.ofRef(view);
    List<Todo> todos = new ArrayList<>();
    if (view.stage().attemptsOrOne() > 1) {
      todos.add(new Decision.Clear("cleared", true));
    }
    dependencies(view, todos);
    todos.add(new Decision.CreateStack(Checks.CREATED, ref));
    todos.add(new Decision.AwaitConverged(Checks.CONVERGED, ref));
    hooks(view, "", ref, todos);
    todos.add(new Decision.Probe(Checks.HTTPS, ref));
    if (view.recipeSpec().healthOrDefault().browserOrDefault()) {
      todos.add(new Decision.Browse(Checks.BROWSER, "install"));
    }
    todos.add(new Decision.Redeploy(Checks.UNCHANGED, ref));
    return todos;
  }

  private static List<Todo> backup(RunView view) {
    Version ref = Version.ofRef(view);
    List<Todo> todos = again(view, ref);
    String value = SeedValue.backedUp(view);
    todos.add(new Decision.ReadLabels("labels", ref));
    todos.add(new Decision.WriteSeeds("seeds written", ref, "", value, false));
    todos.add(new Decision.Backup("backed up", ref));
    todos.add(new Decision.VerifyBackup("verified", ref, value));
    return todos;
  }

  private static List<Todo> restore(RunView view) {
    Version ref = Version.ofRef(view);
    List<Todo> todos = again(view, ref);
    String changed = SeedValue.of(view, StageName.RESTORE, "changed");
    todos.add(new Decision.WriteSeeds("seeds changed", ref, "changed ", changed, true));
    todos.addAll(broughtBack(view, ref, "", changed));
    todos.add(new Decision.Clear("fresh cleared", false));
    todos.add(new Decision.CreateStack("fresh created", ref));
    todos.add(new Decision.AwaitConverged("fresh converged", ref));
    hooks(view, "fresh ", ref, todos);
    todos.add(new Decision.Probe("fresh answers", ref));
    todos.addAll(broughtBack(view, ref, "fresh ", null));
    return todos;
  }

  private static List<Todo> broughtBack(
      RunView view, Version ref, String prefix, @Nullable String changed) {
    return List.of(
        new Decision.Restore(prefix + "restored", ref),
        new Decision.AwaitUpdated(prefix + "runs", ref),
        new Decision.Probe(prefix + Checks.HTTPS, ref),
        new Decision.ReadSeeds(
            prefix + "seeds", ref, StageName.BACKUP, "", SeedValue.backedUp(view), changed));
  }

  /** Another attempt begins with a fresh deployment. */
  private static List<Todo> again(RunView view, Version ref) {
    List<Todo> todos = new ArrayList<>();
    if (view.stage().attemptsOrOne() > 1) {
      todos.add(new Decision.Clear("cleared", true));
      dependencies(view, todos);
      todos.add(new Decision.CreateStack(Checks.CREATED, ref));
      todos.add(new Decision.AwaitConverged(Checks.CONVERGED, ref));
      hooks(view, "", ref, todos);
    }
    return todos;
  }

  /** A fresh deployment is made ready by the Recipe's hooks. */
  private static void hooks(RunView view, String prefix, Version version, List<Todo> todos) {
    int number = 1;
    for (ExecCheck hook : view.of(version).recipeSpec().deployOrDefault().hooksOrNone()) {
      todos.add(new Decision.RunHook(prefix + Checks.HOOK + number++, version, hook));
    }
  }

  /**
   * What the recipe depends on is deployed first. In a later stage it is there already, and the
   * same steps only see that it is.
   */
  private static void dependencies(RunView view, List<Todo> todos) {
    if (view.recipeSpec().dependsOnOrNone().isEmpty()) {
      return;
    }
    todos.add(new Decision.FindDependencies(Checks.DEPENDENCIES));
    for (Dependency dependency : view.status().dependenciesOrNone()) {
      String prefix = Checks.DEPENDENCY + dependency.recipe() + " ";
      Version version = Version.of(dependency);
      todos.add(new Decision.CreateStack(prefix + Checks.CREATED, version));
      todos.add(new Decision.AwaitConverged(prefix + Checks.CONVERGED, version));
      hooks(view, prefix, version, todos);
      todos.add(new Decision.Probe(prefix + "answers", version));
    }
  }

  private static List<Todo> upgrade(RunView view) {
    List<Todo> todos = new ArrayList<>();
    todos.add(new Decision.FindVersions("versions"));
    List<Published> all = view.status().upgradeFrom();
    if (all != null) {
      if (view.stage().attemptsOrOne() > 1) {
        todos.add(new Decision.Clear("cleared", true));
      }
      dependencies(view, todos);
      all.forEach(published -> upgradeFrom(view, Version.of(published), todos));
    }
    return todos;
  }

  private static void upgradeFrom(RunView view, Version from, List<Todo> todos) {
    Version ref = Version.ofRef(view);
    String prefix = from.name() + " ";
    todos.add(new Decision.Clear(prefix + "cleared", false));
    todos.add(new Decision.CreateStack(prefix + Checks.CREATED, from));
    todos.add(new Decision.AwaitConverged(prefix + Checks.CONVERGED, from));
    hooks(view, prefix, from, todos);
    String value = SeedValue.of(view, StageName.UPGRADE, from.name());
    todos.add(new Decision.Probe(prefix + "answers", from));
    todos.add(new Decision.WriteSeeds(prefix + "seeds written", from, prefix, value, false));
    todos.add(new Decision.UpdateStack(prefix + "updated", from, ref));
    todos.add(new Decision.AwaitUpdated(prefix + "update", ref));
    todos.add(new Decision.Probe(prefix + Checks.HTTPS, ref));
    if (view.recipeSpec().healthOrDefault().browserOrDefault()) {
      todos.add(
          new Decision.Browse(
              prefix + Checks.BROWSER, "upgrade-" + from.name().replaceAll("[^A-Za-z0-9.]", "-")));
    }
    todos.add(
        new Decision.ReadSeeds(prefix + "seeds", ref, StageName.UPGRADE, prefix, value, null));
  }
}
