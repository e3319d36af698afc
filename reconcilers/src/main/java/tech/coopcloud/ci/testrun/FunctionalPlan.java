package tech.coopcloud.ci.testrun;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.check.Declared;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.testrun.Decision.Todo;

/** What the functional stage does, on the deployment that install left. Pure. */
final class FunctionalPlan {
  private FunctionalPlan() {}

  /** What keeps the stage from being begun, or null. */
  static Decision.@Nullable EndStage obstacle(RunView view) {
    String problem = Declared.problem(checks(view), Checks::isOurs);
    return problem == null
        ? null
        : new Decision.EndStage(StageState.UNVERIFIED, Reason.INVALID_MANIFEST, problem);
  }

  static List<Todo> todos(RunView view) {
    List<Todo> todos = new ArrayList<>();
    checks(view).forEach(check -> todos.add(new Decision.RunCheck(check.name(), check)));
    todos.add(new Decision.RunTests(Checks.TESTS));
    return todos;
  }

  private static List<FunctionalCheck> checks(RunView view) {
    List<FunctionalCheck> checks = view.recipeSpec().checks();
    return checks == null ? List.of() : checks;
  }
}
