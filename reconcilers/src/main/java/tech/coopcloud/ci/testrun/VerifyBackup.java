package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.Contents;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.backup.Repository;
import tech.coopcloud.ci.model.Reason;

/** Reads back what was captured: a backup is worth what can be read from it. */
final class VerifyBackup implements Step<Decision.VerifyBackup> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Refusals refusals;
  private final Results results;

  VerifyBackup(Tools tools, Refusals refusals, Results results) {
    this.tools = tools;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.VerifyBackup todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          String verified =
              tools.background().take(view.uid(), todo.check(), () -> verify(view, todo));
          return verified == null
              ? Outcome.lookAgain(view.status(), LOOK)
              : results.passed(view, todo, verified);
        });
  }

  private String verify(RunView view, Decision.VerifyBackup todo) throws Exception {
    Repository repository = tools.backups().of(view.uid());
    repository.check();
    List<String> seen = new ArrayList<>();
    for (Item item : BackupLabels.of(tools.stack(view, todo.version())).items()) {
      Contents contents = repository.read(item, Contents::of);
      if (!item.whole() && contents.empty()) {
        throw new Refusals.Refusal(
            Reason.BACKUP_EMPTY, "The backup of " + item.name() + " holds nothing.");
      }
      boolean expected = Canaries.in(view.stage(), "").contains(item.name());
      if (expected && !todo.value().equals(contents.canary())) {
        throw new Refusals.Refusal(
            Reason.BACKUP_FAILED,
            "The backup of "
                + item.name()
                + " lacks the file that was written to it before: expected was \""
                + todo.value()
                + "\", seen was "
                + Canaries.shown(contents.canary())
                + ".");
      }
      seen.add(item.name() + " (" + contents.text() + ")");
    }
    return "restic check found no fault; it holds " + String.join(", ", seen) + ".";
  }
}
