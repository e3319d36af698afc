package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;

/**
 * Finds the container of a service to work in. A command in a container that Swarm is about to
 * replace fails for no fault of the recipe's, so it waits until all replicas run and no update is
 * under way.
 */
final class Settled {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Tools tools;

  Settled(Tools tools) {
    this.tools = tools;
  }

  /**
   * The id of the first running container of a service.
   *
   * @param service full name
   * @throws Refusals.Refusal when there is none within the time that a deployment may take, or it
   *     is on another node
   */
  String container(RunView view, StackSpec stack, String service)
      throws Refusals.Refusal, InterruptedException {
    Instant end = Instant.now().plus(tools.stacks().deployTimeout(view, stack));
    while (true) {
      Observed observed = tools.swarm().observe(view.uid());
      String busy = busy(observed, service);
      if (busy == null) {
        return here(observed, service);
      }
      if (Instant.now().isAfter(end)) {
        throw new Refusals.Refusal(
            Reason.NEVER_HEALTHY,
            "There is no settled container of service "
                + service
                + " to work in: "
                + busy
                + ". See its lines in the log.");
      }
      tools.log(view).sayOnce("Waiting: " + busy + ".");
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** What keeps a service from being worked in, or null. */
  static @Nullable String busy(Observed observed, String name) {
    Observed.Service service =
        observed.services().stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    if (service == null) {
      return name + " is not there";
    }
    String state = service.updateState();
    if ("updating".equals(state) || "rollback_started".equals(state)) {
      return name + " is being updated";
    }
    int running = running(observed, service).size();
    return running < Math.max(1, service.replicas())
        ? name + " has " + running + " of " + service.replicas() + " running"
        : null;
  }

  private static List<Observed.Task> running(Observed observed, Observed.Service service) {
    return observed.tasks().stream()
        .filter(task -> task.serviceId().equals(service.id()) && task.current())
        .filter(task -> task.state().equals("running") && task.desired().equals("running"))
        .filter(task -> task.containerId() != null)
        .sorted(Comparator.comparingInt(Observed.Task::slot))
        .toList();
  }

  private static String here(Observed observed, String name) throws Refusals.Refusal {
    List<String> local = observed.containers().stream().map(Observed.Container::id).toList();
    for (Observed.Service service : observed.services()) {
      if (service.name().equals(name)) {
        for (Observed.Task task : running(observed, service)) {
          if (task.containerId() != null && local.contains(task.containerId())) {
            return task.containerId();
          }
        }
      }
    }
    throw new Refusals.Refusal(
        Reason.NOT_VERIFIED,
        "The service "
            + name
            + " runs on another node of the swarm, where cc-ci cannot reach into its container: let"
            + " cc-ci run on a swarm of one node to test this stage.",
        true);
  }
}
