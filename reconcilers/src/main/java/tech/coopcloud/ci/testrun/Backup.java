package tech.coopcloud.ci.testrun;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.BackupPlan;
import tech.coopcloud.ci.backup.Contents;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.backup.Repository;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Takes a backup: the hooks before it, everything that the labels ask for, the hooks after it. A
 * hook may succeed and leave nothing, so a backup that lacks something is taken again, a few times.
 */
final class Backup implements Step<Decision.Backup> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 3;

  private final Tools tools;
  private final Volumes volumes;
  private final Hooks hooks;
  private final Refusals refusals;
  private final Results results;

  Backup(Tools tools, Volumes volumes, Hooks hooks, Refusals refusals, Results results) {
    this.tools = tools;
    this.volumes = volumes;
    this.hooks = hooks;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.Backup todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          String taken =
              tools.background().take(view.uid(), todo.check(), () -> take(view, todo.version()));
          return taken == null
              ? Outcome.lookAgain(view.status(), LOOK)
              : results.passed(view, todo, taken);
        });
  }

  private String take(RunView view, Version version) throws Exception {
    StackSpec stack = tools.stack(view, version);
    BackupPlan plan = BackupLabels.of(stack);
    Repository repository = tools.backups().of(view.uid());
    tools.effects().call("backup-repository", () -> repository.open());
    for (int tries = 1; ; tries++) {
      hooks.run(view, stack, plan.beforeBackup());
      List<String> missing = new ArrayList<>();
      long bytes = 0;
      for (Item item : plan.items()) {
        bytes += keep(view, stack, repository, item, missing);
      }
      cleanUp(view, stack, plan, missing);
      if (missing.isEmpty()) {
        return "Backed up " + plan.items().size() + " paths, " + bytes + " bytes.";
      }
      String sentence = "The backup lacks what it should hold: " + String.join("; ", missing);
      if (tries == MOST_TRIES) {
        throw new Refusals.Refusal(
            Reason.BACKUP_EMPTY,
            sentence
                + ". It was taken "
                + tries
                + " times. See that the pre-hook writes what the path labels name.");
      }
      tools.log(view).say(sentence + ". It is taken again.");
    }
  }

  /** Hooks that clean up may trip over what is missing; then it is that which counts. */
  private void cleanUp(RunView view, StackSpec stack, BackupPlan plan, List<String> missing)
      throws Exception {
    try {
      hooks.run(view, stack, plan.afterBackup());
    } catch (Refusals.Refusal e) {
      if (missing.isEmpty()) {
        throw e;
      }
      tools.log(view).say(String.valueOf(e.getMessage()));
    }
  }

  private long keep(
      RunView view, StackSpec stack, Repository repository, Item item, List<String> missing)
      throws Exception {
    Volumes.Reached reached = volumes.reach(view, stack, item);
    Contents contents =
        tools.effects().<@Nullable Contents>call("backup", () -> keep(repository, reached));
    RunLog log = tools.log(view);
    if (contents == null) {
      missing.add(item.name() + " does not exist (" + reached.path() + " in the container)");
      return 0;
    }
    log.say("Backed up " + item.name() + ": " + contents.text() + ".");
    if (!item.whole() && contents.empty()) {
      missing.add(item.name() + " is empty (" + contents.text() + ")");
    }
    return contents.bytes();
  }

  private @Nullable Contents keep(Repository repository, Volumes.Reached reached) throws Exception {
    try (InputStream tar = volumes.read(reached)) {
      return tar == null ? null : repository.keep(reached.item(), tar);
    } catch (SwarmException.Refused e) {
      throw new Refusals.Refusal(Reason.BACKUP_FAILED, String.valueOf(e.getMessage()));
    }
  }
}
