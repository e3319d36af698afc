package tech.coopcloud.ci.testrun;

import java.util.stream.Collectors;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.BackupPlan;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;

/** Sees what the labels ask to be backed up. */
final class ReadLabels implements Step<Decision.ReadLabels> {
  private final Tools tools;
  private final Results results;

  ReadLabels(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.ReadLabels todo) throws Exception {
    BackupPlan plan = BackupLabels.of(tools.stack(view, todo.version()));
    plan.warnings().forEach(warning -> tools.log(view).say("Warning: " + warning));
    if (!plan.enabled()) {
      return results.ended(
          view,
          StageState.UNVERIFIED,
          Reason.COVERAGE_GAP,
          "No service has the label backupbot.backup=true, so nothing is ever backed up: add it, or say in"
              + " expectedSkips.backup of the Recipe why there is nothing to back up.");
    }
    if (plan.items().isEmpty()) {
      return results.ended(
          view,
          StageState.UNVERIFIED,
          Reason.COVERAGE_GAP,
          "The backup labels leave nothing to back up: the stack has no volume that they do not leave out.");
    }
    return results.passed(
        view,
        todo,
        "To be backed up: "
            + plan.items().stream().map(Item::name).collect(Collectors.joining(", "))
            + ".");
  }
}
