package tech.coopcloud.ci.testrun;

import java.time.Duration;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRunStatus;

/** Carries a decision out. */
final class Steps {
  /** Behind every wait in the queue stands a slow look. */
  private static final Duration QUEUE_LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Step admit;
  private final Step fetch;
  private final Step createStack;
  private final Step awaitConverged;
  private final Step probe;
  private final Step browse;
  private final Step finishStage;
  private final Step removeStack;
  private final Step conclude;

  Steps(Tools tools) {
    this.tools = tools;
    this.admit = new Admit(tools);
    this.fetch = new Fetch(tools);
    this.createStack = new CreateStack(tools);
    this.awaitConverged = new AwaitConverged(tools);
    this.probe = new Probe(tools);
    this.browse = new Browse(tools);
    this.finishStage = new FinishStage(tools);
    this.removeStack = new RemoveStack(tools);
    this.conclude = new Conclude(tools);
  }

  Outcome act(RunView view, Decision decision) throws Exception {
    return switch (decision) {
      case Decision.Rest rest -> Outcome.rest(view.status());
      case Decision.Wait wait -> wait(view, wait);
      case Decision.Enqueue enqueue -> enqueue(view, enqueue);
      case Decision.Admit a -> admit.act(view);
      case Decision.Fetch f -> fetch.act(view);
      case Decision.CreateStack c -> createStack.act(view);
      case Decision.AwaitConverged a -> awaitConverged.act(view);
      case Decision.Probe p -> probe.act(view);
      case Decision.Browse b -> browse.act(view);
      case Decision.FinishStage f -> finishStage.act(view);
      case Decision.End end -> end(view, end);
      case Decision.RemoveStack r -> removeStack.act(view);
      case Decision.Conclude c -> conclude.act(view);
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
        QUEUE_LOOK);
  }

  private Outcome end(RunView view, Decision.End end) throws InterruptedException {
    tools.background().cancel(view.uid());
    tools.log(view).say(end.sentence());
    return Outcome.goOn(
        Endings.end(view, view.status(), end.state(), end.reason(), end.sentence()));
  }
}
