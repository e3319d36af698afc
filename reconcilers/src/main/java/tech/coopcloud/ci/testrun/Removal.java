package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.StackRemover;

/** Takes what the containers have written to the log, then removes what is in the swarm. */
final class Removal {
  private final Tools tools;

  Removal(Tools tools) {
    this.tools = tools;
  }

  /**
   * Removes as much as can be removed now.
   *
   * @return whether a fresh look should find nothing
   */
  boolean remove(RunView view) throws IOException, InterruptedException {
    return remove(view, view.observed(), () -> tools.swarm().observe(view.uid()));
  }

  /** The same, and leaves the recipes that were deployed first. */
  boolean removeOwn(RunView view) throws IOException, InterruptedException {
    return remove(view, view.own(), () -> view.own(tools.swarm().observe(view.uid())));
  }

  private boolean remove(RunView view, Observed observed, Supplier<Observed> again)
      throws IOException, InterruptedException {
    tools.background().cancel(view.uid());
    RunLog log = tools.log(view);
    if (!observed.services().isEmpty()) {
      takeLastLines(view, log);
      log.sayOnce("Removing stack " + view.status().stackName() + ".");
    }
    tools.followers().stop(view.uid());
    String left = new StackRemover(tools.swarm(), tools.effects()::run).remove(observed, again);
    if (left != null) {
      log.sayOnce("Not gone yet: " + left + ".");
    }
    return left == null;
  }

  /** Once more all that the containers wrote; what the log has already is not taken twice. */
  private void takeLastLines(RunView view, RunLog log) throws IOException, InterruptedException {
    @Nullable String hidden = hideSecrets(view);
    if (hidden != null) {
      log.say(
          "The last lines of the services are not shown, because their secrets are not known any more: "
              + hidden);
      return;
    }
    tools.swarm().logs(view.uid(), null, log::take);
  }

  private @Nullable String hideSecrets(RunView view) throws IOException, InterruptedException {
    try {
      for (Version version : view.versions()) {
        tools.stack(view, version);
      }
      return null;
    } catch (InvalidRecipeException | SourceException | NotAllowedException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
