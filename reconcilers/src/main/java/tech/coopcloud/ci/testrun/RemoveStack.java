package tech.coopcloud.ci.testrun;

import java.time.Duration;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.StackRemover;

/** Takes what the containers have written to the log, then removes what is in the swarm. */
final class RemoveStack implements Step {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Tools tools;

  RemoveStack(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view) throws Exception {
    tools.background().cancel(view.uid());
    RunLog log = tools.log(view);
    Observed observed = view.observed();
    if (!observed.services().isEmpty()) {
      tools.swarm().logs(view.uid(), null, log::take);
      log.sayOnce("Removing stack " + view.status().stackName() + ".");
    }
    String left =
        new StackRemover(tools.swarm(), tools.effects()::run).remove(observed, view.uid());
    if (left != null) {
      log.sayOnce("Not gone yet: " + left + ".");
    }
    return left == null ? Outcome.goOn(view.status()) : Outcome.lookAgain(view.status(), LOOK);
  }
}
