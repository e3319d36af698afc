package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.time.Duration;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.source.SourceException;
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
      takeLastLines(view, log);
      log.sayOnce("Removing stack " + view.status().stackName() + ".");
    }
    tools.followers().stop(view.uid());
    String left =
        new StackRemover(tools.swarm(), tools.effects()::run).remove(observed, view.uid());
    if (left != null) {
      log.sayOnce("Not gone yet: " + left + ".");
    }
    return left == null ? Outcome.goOn(view.status()) : Outcome.lookAgain(view.status(), LOOK);
  }

  /** Once more all that the containers wrote; what the log has already is not taken twice. */
  private void takeLastLines(RunView view, RunLog log) throws IOException, InterruptedException {
    try {
      tools.stack(view);
    } catch (InvalidRecipeException | SourceException e) {
      log.say(
          "The last lines of the services are not shown, because their secrets are not known any more: "
              + e.getMessage());
      return;
    }
    tools.swarm().logs(view.uid(), null, log::take);
  }
}
