package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.BackupPlan;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.backup.Repository;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.SwarmException;

/** Brings the backup back: the hooks before it, the files, the hooks after it. */
final class Restore implements Step<Decision.Restore> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Volumes volumes;
  private final Hooks hooks;
  private final Refusals refusals;
  private final Results results;

  Restore(Tools tools, Volumes volumes, Hooks hooks, Refusals refusals, Results results) {
    this.tools = tools;
    this.volumes = volumes;
    this.hooks = hooks;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.Restore todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          String restored =
              tools.background().take(view.uid(), todo.check(), () -> restore(view, todo));
          return restored == null
              ? Outcome.lookAgain(view.status(), LOOK)
              : restored(view, todo, restored);
        });
  }

  private Outcome restored(RunView view, Decision.Restore todo, String sentence) {
    Outcome outcome = results.passed(view, todo, sentence);
    return Outcome.goOn(
        outcome.status().edit().deployingSince(Summary.time(Instant.now())).build());
  }

  private String restore(RunView view, Decision.Restore todo) throws Exception {
    StackSpec stack = tools.stack(view, todo.version());
    BackupPlan plan = BackupLabels.of(stack);
    Repository repository = tools.backups().of(view.uid());
    hooks.run(view, stack, plan.beforeRestore());
    for (Item item : plan.items()) {
      Volumes.Reached reached = volumes.reach(view, stack, item);
      tools.effects().call("restore", () -> restore(repository, reached));
      tools.log(view).say("Restored " + item.name() + " to " + reached.path() + ".");
    }
    hooks.run(view, stack, plan.afterRestore());
    return "Restored "
        + plan.items().stream().map(Item::name).collect(Collectors.joining(", "))
        + hooksRun(plan);
  }

  private boolean restore(Repository repository, Volumes.Reached reached) throws Exception {
    try {
      return repository.read(
          reached.item(),
          tar -> {
            volumes.write(reached, tar);
            return true;
          });
    } catch (SwarmException.Refused e) {
      throw new Refusals.Refusal(Reason.RESTORE_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static String hooksRun(BackupPlan plan) {
    int count = plan.beforeRestore().size() + plan.afterRestore().size();
    return count == 0
        ? ", with no hooks."
        : ", with " + count + (count == 1 ? " hook." : " hooks.");
  }
}
