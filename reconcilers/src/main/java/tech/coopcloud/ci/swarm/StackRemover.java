package tech.coopcloud.ci.swarm;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes whatever a run has in the swarm: services, their containers, and once no task is left
 * networks, volumes, secrets and configs. (Removing a network while tasks stop leaks ingress
 * addresses in Docker: moby#37338.)
 */
public final class StackRemover {
  private final Swarm swarm;
  private final BiConsumer<String, Runnable> effects;

  /**
   * @param effects runs each removal, under a name such as {@code remove-service}
   */
  public StackRemover(Swarm swarm, BiConsumer<String, Runnable> effects) {
    this.swarm = swarm;
    this.effects = effects;
  }

  /**
   * Removes as much as can be removed now.
   *
   * @return what is still in the way, or null when nothing is: then a fresh look should find
   *     nothing
   */
  public @Nullable String remove(Observed observed, String runUid) {
    return remove(observed, () -> swarm.observe(runUid));
  }

  /**
   * Removes as much as can be removed now.
   *
   * @param look what is there of the same, seen afresh
   */
  public @Nullable String remove(Observed observed, Supplier<Observed> look) {
    for (Observed.Service service : observed.services()) {
      effects.accept("remove-service", () -> swarm.removeService(service.id()));
    }
    for (Observed.Container container : observed.containers()) {
      effects.accept("remove-container", () -> swarm.removeContainer(container.id()));
    }
    Observed now =
        observed.services().isEmpty() && observed.containers().isEmpty() ? observed : look.get();
    if (!now.services().isEmpty() || !now.containers().isEmpty() || !stopped(now)) {
      return now.containers().size() + " containers, " + now.tasks().size() + " tasks";
    }
    try {
      rest(now);
    } catch (SwarmException.Unavailable e) {
      return e.getMessage();
    }
    return null;
  }

  private void rest(Observed now) {
    for (Observed.Named network : now.networks()) {
      effects.accept("remove-network", () -> swarm.removeNetwork(network.id()));
    }
    for (Observed.Named volume : now.volumes()) {
      effects.accept("remove-volume", () -> swarm.removeVolume(volume.name()));
    }
    for (Observed.Named secret : now.secrets()) {
      effects.accept("remove-secret", () -> swarm.removeSecret(secret.id()));
    }
    for (Observed.Named config : now.configs()) {
      effects.accept("remove-config", () -> swarm.removeConfig(config.id()));
    }
  }

  /** Whether no task can still have a container on any node. */
  private static boolean stopped(Observed now) {
    return now.tasks().stream()
        .allMatch(
            t ->
                switch (t.state()) {
                  case "complete", "failed", "shutdown", "rejected", "orphaned", "remove" -> true;
                  default -> t.nodeId() == null || t.containerId() == null;
                });
  }
}
