package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRunStatus;

/** Carries a decision out. */
final class Steps {
  private final Tools tools;
  private final Results results;
  private final Admit admit;
  private final Fetch fetch;
  private final FindDependencies findDependencies;
  private final Clear clear;
  private final CreateStack createStack;
  private final AwaitConverged awaitConverged;
  private final Probe probe;
  private final Browse browse;
  private final Redeploy redeploy;
  private final FindVersions findVersions;
  private final UpdateStack updateStack;
  private final AwaitUpdated awaitUpdated;
  private final LintRecipe lint;
  private final RunHook runHook;
  private final RunCheck runCheck;
  private final RunTests runTests;
  private final ReadLabels readLabels;
  private final WriteSeeds writeSeeds;
  private final ReadSeeds readSeeds;
  private final Backup backup;
  private final VerifyBackup verifyBackup;
  private final Restore restore;
  private final FinishStage finishStage;
  private final RemoveStack removeStack;
  private final Conclude conclude;

  Steps(Tools tools) {
    StackWriter writer = new StackWriter(tools);
    Removal removal = new Removal(tools);
    this.tools = tools;
    this.results = new Results(tools);
    Refusals refusals = new Refusals(results);
    this.admit = new Admit(tools);
    this.fetch = new Fetch(tools);
    this.findDependencies = new FindDependencies(tools, results);
    this.clear = new Clear(removal, results);
    this.createStack = new CreateStack(tools, writer, refusals, results);
    this.awaitConverged = new AwaitConverged(tools, results);
    this.probe = new Probe(tools, results);
    this.browse = new Browse(tools, results);
    this.redeploy = new Redeploy(tools, writer, refusals, results);
    this.findVersions = new FindVersions(tools, results);
    this.updateStack = new UpdateStack(tools, writer, refusals, results);
    this.awaitUpdated = new AwaitUpdated(tools, results);
    this.lint = new LintRecipe(tools, results);
    Actions actions = new Actions(tools);
    this.runHook = new RunHook(tools, actions, results);
    this.runCheck = new RunCheck(tools, actions, results);
    this.runTests = new RunTests(tools, results);
    Settled settled = new Settled(tools);
    Volumes volumes = new Volumes(tools, settled);
    Hooks hooks = new Hooks(tools, settled);
    SeedActions seeds = new SeedActions(tools, actions);
    this.readLabels = new ReadLabels(tools, results);
    this.writeSeeds = new WriteSeeds(tools, volumes, seeds, refusals, results);
    this.readSeeds =
        new ReadSeeds(tools, volumes, seeds, new Restart(tools, settled), refusals, results);
    this.backup = new Backup(tools, volumes, hooks, refusals, results);
    this.verifyBackup = new VerifyBackup(tools, refusals, results);
    this.restore = new Restore(tools, volumes, hooks, refusals, results);
    this.finishStage = new FinishStage(tools, results);
    this.removeStack = new RemoveStack(removal);
    this.conclude = new Conclude(tools);
  }

  Outcome act(RunView view, Decision decision) throws Exception {
    return switch (decision) {
      case Decision.Rest rest -> Outcome.rest(view.status());
      case Decision.Wait wait -> wait(view, wait);
      case Decision.Enqueue enqueue -> enqueue(view, enqueue);
      case Decision.Admit d -> admit.act(view, d);
      case Decision.Fetch d -> fetch.act(view, d);
      case Decision.FindDependencies d -> findDependencies.act(view, d);
      case Decision.Clear d -> clear.act(view, d);
      case Decision.CreateStack d -> createStack.act(view, d);
      case Decision.AwaitConverged d -> awaitConverged.act(view, d);
      case Decision.Probe d -> probe.act(view, d);
      case Decision.Browse d -> browse.act(view, d);
      case Decision.Redeploy d -> redeploy.act(view, d);
      case Decision.FindVersions d -> findVersions.act(view, d);
      case Decision.UpdateStack d -> updateStack.act(view, d);
      case Decision.AwaitUpdated d -> awaitUpdated.act(view, d);
      case Decision.LintRecipe d -> lint.act(view, d);
      case Decision.RunHook d -> runHook.act(view, d);
      case Decision.RunCheck d -> runCheck.act(view, d);
      case Decision.RunTests d -> runTests.act(view, d);
      case Decision.ReadLabels d -> readLabels.act(view, d);
      case Decision.WriteSeeds d -> writeSeeds.act(view, d);
      case Decision.ReadSeeds d -> readSeeds.act(view, d);
      case Decision.Backup d -> backup.act(view, d);
      case Decision.VerifyBackup d -> verifyBackup.act(view, d);
      case Decision.Restore d -> restore.act(view, d);
      case Decision.FinishStage d -> finishStage.act(view, d);
      case Decision.EndStage d -> results.ended(view, d.state(), d.reason(), d.sentence());
      case Decision.End end -> end(view, end);
      case Decision.TimeOutStage d -> timeOutStage(view, d);
      case Decision.RemoveStack d -> removeStack.act(view, d);
      case Decision.Conclude d -> conclude.act(view, d);
      case Decision.StartOver s -> Outcome.goOn(TestRunStatus.empty());
    };
  }

  private Outcome wait(RunView view, Decision.Wait wait) {
    if (view.status().phaseOrPending() == Phase.TEARING_DOWN) {
      tools.log(view).sayOnce("Waiting: " + wait.why() + ".");
    }
    return Outcome.lookAgain(view.status(), wait.pause());
  }

  private Outcome enqueue(RunView view, Decision.Enqueue enqueue) {
    return Outcome.lookAgain(
        view.status().edit().phase(Phase.PENDING).queuePosition(enqueue.position()).build(),
        Queue.look(enqueue.position()));
  }

  private Outcome timeOutStage(RunView view, Decision.TimeOutStage late)
      throws InterruptedException {
    tools.background().cancel(view.uid());
    tools.log(view).say(late.sentence());
    return Outcome.goOn(Endings.timedOut(view, view.status(), late.sentence()));
  }

  private Outcome end(RunView view, Decision.End end) throws InterruptedException {
    tools.background().cancel(view.uid());
    tools.log(view).say(end.sentence());
    return Outcome.goOn(
        Endings.end(view, view.status(), end.state(), end.reason(), end.sentence()));
  }
}
