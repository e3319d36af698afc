package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.browser.Browser;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.log.RunLogs;
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

  Owner owner(RunView view) {
    return new Owner(controller, view.uid(), view.namespace() + "/" + view.name());
  }
}
