package tech.coopcloud.ci.swarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run has in the swarm at one instant.
 *
 * @param containers containers of this node, in any state
 */
public record Observed(
    List<Service> services,
    List<Task> tasks,
    List<Container> containers,
    List<Named> networks,
    List<Named> volumes,
    List<Named> secrets,
    List<Named> configs) {

  /** What a run has that has nothing. */
  public static Observed nothing() {
    return new Observed(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  public boolean isEmpty() {
    return services.isEmpty()
        && tasks.isEmpty()
        && containers.isEmpty()
        && networks.isEmpty()
        && volumes.isEmpty()
        && secrets.isEmpty()
        && configs.isEmpty();
  }

  /** The same without the tasks from before the last update of their service. */
  public Observed current() {
    return new Observed(
        services,
        tasks.stream().filter(Task::current).toList(),
        containers,
        networks,
        volumes,
        secrets,
        configs);
  }

  /**
   * The same without what belongs to other stacks of the run.
   *
   * @param stacks their names, with which the names of all their objects begin
   */
  public Observed without(Set<String> stacks) {
    Predicate<String> ours =
        name -> stacks.stream().noneMatch(stack -> name.startsWith(stack + "_"));
    Set<String> others =
        services.stream()
            .filter(service -> !ours.test(service.name()))
            .map(Service::id)
            .collect(Collectors.toSet());
    return new Observed(
        services.stream().filter(service -> !others.contains(service.id())).toList(),
        tasks.stream().filter(task -> !others.contains(task.serviceId())).toList(),
        containers.stream().filter(container -> ours.test(container.serviceName())).toList(),
        networks.stream().filter(network -> ours.test(network.name())).toList(),
        volumes.stream().filter(volume -> ours.test(volume.name())).toList(),
        secrets.stream().filter(secret -> ours.test(secret.name())).toList(),
        configs.stream().filter(config -> ours.test(config.name())).toList());
  }

  /** An object with a name. For a volume the id is its name. */
  public record Named(String id, String name) {}

  /**
   * @param name full name, {@code <stack>_<short name>}
   * @param replicas how many tasks are wanted; for a global service the number of nodes that are to
   *     have one
   * @param updateState Swarm's word for an update under way or over (completed, paused,
   *     rollback_started...), or null
   */
  public record Service(
      String id,
      String name,
      int replicas,
      @Nullable String updateState,
      @Nullable String updateMessage) {}

  /**
   * A task, newest of its slot first; it is seen until its container is gone, its service may go
   * earlier.
   *
   * @param state Swarm's word: new, pending, assigned, preparing, starting, running, complete,
   *     failed, rejected...
   * @param desired running, shutdown, remove...
   * @param message what Swarm says of it
   * @param error why it failed, or null
   * @param containerId null until there is one
   * @param exitCode null while it has none
   * @param current whether it is as its service is asked for now, not as before an update
   */
  public record Task(
      String id,
      String serviceId,
      int slot,
      @Nullable String nodeId,
      String state,
      String desired,
      @Nullable String message,
      @Nullable String error,
      @Nullable String containerId,
      @Nullable Integer exitCode,
      Instant changed,
      boolean current) {}

  /**
   * @param gatewayAddress its address on docker_gwbridge, where the host reaches it, or null
   * @param health healthy, unhealthy, starting, or null when it has no healthcheck
   */
  public record Container(
      String id,
      String serviceName,
      String taskId,
      String state,
      @Nullable String health,
      @Nullable String healthOutput,
      @Nullable String gatewayAddress) {}
}
