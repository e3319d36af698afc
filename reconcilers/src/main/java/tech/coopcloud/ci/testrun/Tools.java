package tech.coopcloud.ci.testrun;

import java.io.IOException;
import tech.coopcloud.ci.browser.Browser;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.log.RunLogs;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * What the steps work with.
 *
 * @param controller id of this installation of cc-ci
 * @param zone the domain under which each run gets its own
 */
record Tools(
    Swarm swarm,
    Ingress ingress,
    Browser browser,
    SourceFetcher sources,
    Stacks stacks,
    RunLogs logs,
    LogFollowers followers,
    Background background,
    Effects effects,
    String controller,
    String zone) {

  RunLog log(RunView view) {
    return logs.of(view.namespace(), view.name(), view.uid());
  }

  /** What the run is to have at a version; from here on its secrets are hidden in its log. */
  StackSpec stack(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    StackSpec stack = stacks.load(view, version);
    log(view).redactor().hide(stack.secrets().stream().map(SecretSpec::value).toList());
    return stack;
  }

  Owner owner(RunView view) {
    return new Owner(controller, view.uid(), view.namespace() + "/" + view.name());
  }
}
