package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;

/** Writes the objects of a stack to the swarm, each a side effect of its own. */
final class StackWriter {
  private static final Duration PULL_PATIENCE = Duration.ofMinutes(10);

  private final Tools tools;

  StackWriter(Tools tools) {
    this.tools = tools;
  }

  /** Sees to it that every image is there. */
  void images(RunView view, StackSpec stack) throws Refusals.Refusal {
    List<String> images =
        stack.services().stream().map(s -> s.container().image()).distinct().toList();
    Swarm.ImageProblem problem =
        tools
            .images()
            .ensure(
                view.namespace() + "/" + view.spec().recipe(),
                view.stage().name().text(),
                view.uid(),
                images,
                PULL_PATIENCE);
    if (problem != null) {
      throw problem.missing()
          ? new Refusals.Refusal(Reason.IMAGE_NOT_FOUND, problem.sentence())
          : new Refusals.Refusal(Reason.IMAGE_PULL_FAILED, problem.sentence(), true);
    }
  }

  /** Everything but the services, in the order of {@code docker stack deploy}. */
  void objects(RunView view, StackSpec stack) {
    Owner owner = tools.owner(view);
    Swarm swarm = tools.swarm();
    for (String network : stack.externalNetworks()) {
      if (network.equals(tools.ingress().networkName())) {
        swarm.ensureIngressNetwork(network);
      }
    }
    for (var network : stack.networks()) {
      effect(view, "network", network.name(), () -> swarm.createNetwork(network, owner));
    }
    for (var volume : stack.volumes()) {
      effect(view, "volume", volume.name(), () -> swarm.createVolume(volume, owner));
    }
    for (var secret : stack.secrets()) {
      effect(view, "secret", secret.name(), () -> swarm.createSecret(secret, owner));
    }
    for (var config : stack.configs()) {
      effect(view, "config", config.name(), () -> swarm.createConfig(config, owner));
    }
  }

  void create(RunView view, ServiceSpec service) {
    Owner owner = tools.owner(view);
    effect(view, "service", service.name(), () -> tools.swarm().createService(service, owner));
  }

  void update(RunView view, ServiceSpec service) {
    Owner owner = tools.owner(view);
    checkInterrupted();
    tools.effects().run("update-service", () -> tools.swarm().updateService(service, owner));
    tools.log(view).say("Updated service " + service.name() + ".");
  }

  private void effect(RunView view, String kind, String name, Runnable create) {
    checkInterrupted();
    RunLog log = tools.log(view);
    tools.effects().run("create-" + kind, create);
    log.say("Created " + kind + " " + name + ".");
  }

  private static void checkInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the run is being ended");
    }
  }
}
