package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.BackupPlan;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.model.Action;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Seed;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Writes data that is to prove that data lives, and reads it back: a canary in each volume that is
 * backed up, and what the Recipe says.
 */
final class WriteSeeds implements Step<Decision.WriteSeeds> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TIME = Duration.ofSeconds(15);

  private final Tools tools;
  private final Volumes volumes;
  private final SeedActions actions;
  private final Refusals refusals;
  private final Results results;

  WriteSeeds(
      Tools tools, Volumes volumes, SeedActions actions, Refusals refusals, Results results) {
    this.tools = tools;
    this.volumes = volumes;
    this.actions = actions;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.WriteSeeds todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          List<Check> written =
              tools
                  .background()
                  .take(
                      view.uid(),
                      todo.check(),
                      () -> tools.effects().call("write-seeds", () -> write(view, todo)));
          return written == null
              ? Outcome.lookAgain(view.status(), LOOK)
              : written(view, todo, written);
        });
  }

  private Outcome written(RunView view, Decision.WriteSeeds todo, List<Check> written) {
    StageStatus stage = view.stage();
    for (Check check : written) {
      stage = stage.withCheck(check);
    }
    stage =
        stage.withCheck(
            results.said(
                view,
                todo,
                written.isEmpty()
                    ? "There is nowhere to write data to that could prove that data lives."
                    : written.size() + " seeds say \"" + todo.value() + "\"."));
    return Outcome.goOn(view.status().withStage(stage));
  }

  private List<Check> write(RunView view, Decision.WriteSeeds todo) throws Exception {
    StackSpec stack = tools.stack(view, todo.version());
    List<Check> written = new ArrayList<>();
    for (Item item : items(view, BackupLabels.of(stack))) {
      Volumes.Reached reached = volumes.reach(view, stack, item);
      if (volumes.writeCanary(reached, todo.value())
          && todo.value().equals(volumes.canary(reached))) {
        written.add(Canaries.canary(todo.prefix(), item.name(), todo.value()));
      } else {
        tools
            .log(view)
            .say("No canary in " + item.name() + ": it is no folder that can be written to.");
      }
    }
    for (Seed seed : view.recipeSpec().seedsOrNone()) {
      if (todo.changed() && !SeedActions.changeable(seed)) {
        tools
            .log(view)
            .say(
                "The seed "
                    + seed.name()
                    + " is not changed: its write and its read do not both have {{seed}}.");
      } else {
        written.add(Canaries.seed(todo.prefix(), seed.name(), write(view, stack, seed, todo)));
      }
    }
    return List.copyOf(written);
  }

  /** A dump has no canary yet; where one is changed, it has to have been written before. */
  private static List<Item> items(RunView view, BackupPlan plan) {
    StageName stage = view.stage().name();
    if (stage == StageName.UPGRADE) {
      return plan.volumes();
    }
    StageStatus backup = view.status().stage(StageName.BACKUP);
    if (stage == StageName.BACKUP || backup == null) {
      return plan.items();
    }
    return plan.items().stream()
        .filter(item -> Canaries.in(backup, "").contains(item.name()))
        .toList();
  }

  private String write(RunView view, StackSpec stack, Seed seed, Decision.WriteSeeds todo)
      throws Exception {
    String seen = "There is nothing to write or to read.";
    if (seed.write() != null) {
      seen = await(view, stack, seed, "written", seed.write(), todo.value());
    }
    if (seed.read() != null) {
      seen = await(view, stack, seed, "read back", seed.read(), todo.value());
    }
    return seen;
  }

  private String await(
      RunView view, StackSpec stack, Seed seed, String what, Action action, String value)
      throws Exception {
    Judgement seen =
        Patience.until(TIME, Judgement::asExpected, () -> actions.act(view, stack, action, value));
    if (!seen.asExpected()) {
      throw new Refusals.Refusal(
          Reason.SEED_FAILED,
          "The seed " + seed.name() + " could not be " + what + ": " + seen.sentence());
    }
    String clean = tools.redactor(view).clean(seen.sentence());
    tools.log(view).say("Seed " + seed.name() + " " + what + ": " + clean);
    return clean;
  }
}
