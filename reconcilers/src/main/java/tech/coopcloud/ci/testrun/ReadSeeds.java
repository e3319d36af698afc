package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.BackupPlan;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Seed;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/** Reads the seeds back: the data that was written is there, what was changed after it is not. */
final class ReadSeeds implements Step<Decision.ReadSeeds> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** An app may need a moment after its data changed under it, e.g. for a cache. */
  private static final Duration TIME = Duration.ofSeconds(10);

  private final Tools tools;
  private final Volumes volumes;
  private final SeedActions actions;
  private final Restart restart;
  private final Refusals refusals;
  private final Results results;

  ReadSeeds(
      Tools tools,
      Volumes volumes,
      SeedActions actions,
      Restart restart,
      Refusals refusals,
      Results results) {
    this.tools = tools;
    this.volumes = volumes;
    this.actions = actions;
    this.restart = restart;
    this.refusals = refusals;
    this.results = results;
  }

  /** What is not as it should be; reason is null where all is well. */
  private record Verdict(@Nullable Reason reason, String sentence) {}

  @Override
  public Outcome act(RunView view, Decision.ReadSeeds todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          Verdict verdict =
              tools
                  .background()
                  .take(
                      view.uid(),
                      todo.check(),
                      () -> tools.effects().call("read-seeds", () -> readOrRestart(view, todo)));
          if (verdict == null) {
            return Outcome.lookAgain(view.status(), LOOK);
          }
          return verdict.reason() == null
              ? results.passed(view, todo, verdict.sentence())
              : results.failed(view, todo, verdict.reason(), verdict.sentence());
        });
  }

  /** After a restore an app may have to let go of files that it holds open. */
  private Verdict readOrRestart(RunView view, Decision.ReadSeeds todo) throws Exception {
    Verdict verdict = read(view, todo);
    if (verdict.reason() == null || view.stage().name() != StageName.RESTORE) {
      return verdict;
    }
    tools
        .log(view)
        .say(
            verdict.sentence()
                + " The services that have restored volumes are restarted, in case they hold the files from before.");
    restart.run(view, tools.stack(view, todo.version()));
    Verdict after = read(view, todo);
    return after.reason() == null
        ? new Verdict(null, after.sentence() + " The app had to be restarted to see it.")
        : after;
  }

  private Verdict read(RunView view, Decision.ReadSeeds todo) throws Exception {
    StackSpec stack = tools.stack(view, todo.version());
    StageStatus writer = view.status().stage(todo.writtenIn());
    if (writer == null) {
      throw new IllegalStateException("no stage has written seeds");
    }
    List<String> fine = new ArrayList<>();
    BackupPlan plan = BackupLabels.of(stack);
    for (String name : new TreeSet<>(Canaries.in(writer, todo.prefix()))) {
      Verdict verdict =
          Patience.until(
              TIME, seen -> seen.reason() == null, () -> canary(view, stack, plan, name, todo));
      if (verdict.reason() != null) {
        return verdict;
      }
      fine.add(name);
    }
    Set<String> seeds = Canaries.seeds(writer, todo.prefix());
    for (Seed seed : view.recipeSpec().seedsOrNone()) {
      if (seeds.contains(seed.name()) && seed.read() != null) {
        Verdict verdict =
            Patience.until(
                TIME, seen -> seen.reason() == null, () -> seed(view, stack, seed, todo));
        if (verdict.reason() != null) {
          return verdict;
        }
        tools.log(view).say("Seed " + seed.name() + ": " + verdict.sentence());
        fine.add(seed.name());
      }
    }
    return new Verdict(
        null,
        fine.isEmpty()
            ? "No data was written that could have been lost."
            : "The data that was written is there (" + String.join(", ", fine) + ").");
  }

  private Verdict canary(
      RunView view, StackSpec stack, BackupPlan plan, String name, Decision.ReadSeeds todo)
      throws IOException, Refusals.Refusal, InterruptedException {
    String volume = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    String path = name.substring(Math.min(name.length(), volume.length() + 1));
    Item.Place place = plan.place(volume);
    if (place == null) {
      return new Verdict(
          Reason.DATA_LOST,
          "The data in volume "
              + volume
              + " is lost: no service of "
              + todo.version().name()
              + " has that volume any more. Keep its name, or move the data in the upgrade.");
    }
    String seen =
        volumes.canary(volumes.reach(view, stack, new Item(volume, path, List.of(place))));
    if (todo.value().equals(seen)) {
      return new Verdict(null, "");
    }
    String where = "The file " + tech.coopcloud.ci.backup.Contents.CANARY + " in " + name;
    return new Verdict(
        Reason.DATA_LOST,
        where
            + " was to say \""
            + todo.value()
            + "\", as it did when the data was written; seen was "
            + Canaries.shown(seen)
            + (seen != null && seen.equals(todo.gone())
                ? ", what was written after the backup."
                : "."));
  }

  private Verdict seed(RunView view, StackSpec stack, Seed seed, Decision.ReadSeeds todo)
      throws Exception {
    if (seed.read() == null) {
      return new Verdict(null, "");
    }
    Judgement there = actions.act(view, stack, seed.read(), todo.value());
    if (!there.asExpected()) {
      return new Verdict(
          Reason.DATA_LOST,
          "The data of the seed "
              + seed.name()
              + " is lost: "
              + there.sentence()
              + " The seed was \""
              + todo.value()
              + "\" when the data was written.");
    }
    if (todo.gone() != null && SeedActions.changeable(seed)) {
      Judgement gone = actions.act(view, stack, seed.read(), todo.gone());
      if (gone.asExpected()) {
        return new Verdict(
            Reason.RESTORE_FAILED,
            "What was written after the backup is still there after the restore (seed "
                + seed.name()
                + ", \""
                + todo.gone()
                + "\"): "
                + gone.sentence()
                + " Have the restore replace the data, not add to it.");
      }
    }
    return new Verdict(null, there.sentence());
  }
}
