package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import tech.coopcloud.ci.backup.Backups;
import tech.coopcloud.ci.browser.Browser;
import tech.coopcloud.ci.check.StackSecrets;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.image.PulledImages;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.log.Redactor;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.log.RunLogs;
import tech.coopcloud.ci.model.Dependency;
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
    PulledImages images,
    Backups backups,
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
    hide(view, stack);
    for (Dependency dependency : view.of(version).status().dependenciesOrNone()) {
      hide(view, stacks.load(view, Version.of(dependency))); // it may have been handed them
    }
    return stack;
  }

  private void hide(RunView view, StackSpec stack) {
    log(view).redactor().hide(stack.secrets().stream().map(SecretSpec::value).toList());
  }

  /** Knows the secrets of the run's deployments, also after a restart. */
  Redactor redactor(RunView view) {
    Redactor redactor = log(view).redactor();
    if (redactor.knowsNothing() && view.status().deployingSince() != null) {
      hideAgain(view);
    }
    return redactor;
  }

  private void hideAgain(RunView view) {
    try {
      for (Version version : view.versions()) {
        stack(view, version);
      }
    } catch (InvalidRecipeException | NotAllowedException | SourceException e) {
      log(view).sayOnce("The secrets of the run are not known any more: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run is being ended");
    }
  }

  /** What the texts of the Recipe's checks may name. */
  Templates templates(RunView view, StackSpec stack)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    Map<String, String> secrets = new TreeMap<>();
    StackSecrets.of(stack).forEach((name, value) -> secrets.put("secrets." + name, value));
    return stacks.templates(view).and(secrets);
  }

  Owner owner(RunView view) {
    return new Owner(
        controller, view.uid(), view.namespace() + "/" + view.name(), view.dependency());
  }
}
