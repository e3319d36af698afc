package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.TaskSpec;
import com.github.dockerjava.api.model.TaskState;
import com.github.dockerjava.api.model.TaskStatusContainerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;

/** Looks at the engine by label. Nothing of ours is consulted, so what is forgotten is found. */
final class Observer {
  private static final String GATEWAY = "docker_gwbridge";
  private static final int HEALTH_OUTPUT = 2000;

  /** Of a container that still runs the engine says exit code 0. */
  private static final Set<TaskState> OVER =
      EnumSet.of(
          TaskState.COMPLETE,
          TaskState.SHUTDOWN,
          TaskState.FAILED,
          TaskState.REJECTED,
          TaskState.REMOVE,
          TaskState.ORPHANED);

  private final Engine engine;
  private final ThisNode node;

  Observer(Engine engine, ThisNode node) {
    this.engine = engine;
    this.node = node;
  }

  Observed look(String label, String value) {
    DockerClient docker = engine.docker();
    List<String> filter = Labels.filter(label, value);
    Map<String, String> match = Map.of(label, value);
    return engine.call(
        "list what carries " + label + "=" + value,
        () -> {
          var services = docker.listServicesCmd().withLabelFilter(match).exec();
          List<Observed.Task> all =
              tasks(docker.listTasksCmd().withLabelFilter(match).exec(), services);
          List<Observed.Container> containers =
              containers(
                  docker.listContainersCmd().withShowAll(true).withLabelFilter(match).exec());
          List<Observed.Task> tasks =
              all.stream().filter(task -> !isOver(task, services, containers)).toList();
          return new Observed(
              services(services, tasks),
              tasks,
              containers,
              docker.listNetworksCmd().withFilter("label", filter).exec().stream()
                  .map(network -> new Observed.Named(network.getId(), network.getName()))
                  .toList(),
              volumes(label, value).stream()
                  .map(volume -> new Observed.Named(volume.getName(), volume.getName()))
                  .toList(),
              docker.listSecretsCmd().withLabelFilter(match).exec().stream()
                  .map(secret -> new Observed.Named(secret.getId(), secret.getSpec().getName()))
                  .toList(),
              docker.listConfigsCmd().withFilters(Map.of("label", filter)).exec().stream()
                  .map(config -> new Observed.Named(config.getId(), config.getSpec().getName()))
                  .toList());
        });
  }

  /**
   * A task of this node whose service and whose container are gone: only Swarm's record of it is
   * left, which Swarm forgets by itself some hundred milliseconds later.
   */
  private boolean isOver(
      Observed.Task task,
      List<com.github.dockerjava.api.model.Service> services,
      List<Observed.Container> containers) {
    return task.containerId() != null
        && services.stream().noneMatch(service -> service.getId().equals(task.serviceId()))
        && containers.stream().noneMatch(container -> container.id().equals(task.containerId()))
        && node.id().equals(task.nodeId());
  }

  private List<InspectVolumeResponse> volumes(String label, String value) {
    List<InspectVolumeResponse> volumes =
        engine
            .docker()
            .listVolumesCmd()
            .withFilter("label", Labels.filter(label, value))
            .exec()
            .getVolumes();
    return volumes == null ? List.of() : volumes; // the engine says null for none
  }

  List<String> runUids(String controller) {
    DockerClient docker = engine.docker();
    Map<String, String> match = Map.of(Api.CONTROLLER_LABEL, controller);
    List<String> filter = Labels.filter(Api.CONTROLLER_LABEL, controller);
    List<@Nullable String> uids = new ArrayList<>();
    engine.call(
        "list what this controller made",
        () -> {
          docker.listServicesCmd().withLabelFilter(match).exec().stream()
              .map(service -> Labels.runUid(service.getSpec().getLabels()))
              .forEach(uids::add);
          docker.listTasksCmd().withLabelFilter(match).exec().stream()
              .map(task -> Labels.runUid(Labels.of(task)))
              .forEach(uids::add);
          docker.listContainersCmd().withShowAll(true).withLabelFilter(match).exec().stream()
              .map(container -> Labels.runUid(container.getLabels()))
              .forEach(uids::add);
          docker.listNetworksCmd().withFilter("label", filter).exec().stream()
              .map(network -> Labels.runUid(network.getLabels()))
              .forEach(uids::add);
          volumes(Api.CONTROLLER_LABEL, controller).stream()
              .map(volume -> Labels.runUid(volume.getLabels()))
              .forEach(uids::add);
          docker.listSecretsCmd().withLabelFilter(match).exec().stream()
              .map(secret -> Labels.runUid(secret.getSpec().getLabels()))
              .forEach(uids::add);
          docker.listConfigsCmd().withFilters(Map.of("label", filter)).exec().stream()
              .map(config -> Labels.runUid(Labels.of(config)))
              .forEach(uids::add);
          return uids;
        });
    Set<String> distinct = new TreeSet<>();
    uids.stream().filter(Objects::nonNull).forEach(distinct::add);
    return List.copyOf(distinct);
  }

  List<Exposed> exposed(String controller) {
    DockerClient docker = engine.docker();
    Map<String, String> match = Map.of(Api.CONTROLLER_LABEL, controller);
    return engine.call(
        "list the services of this controller",
        () -> {
          var services = docker.listServicesCmd().withLabelFilter(match).exec();
          if (services.isEmpty()) {
            return List.of();
          }
          Map<String, List<Exposed.Endpoint>> endpoints = endpoints(match);
          return services.stream()
              .map(
                  service -> {
                    String name = service.getSpec().getName();
                    Map<String, String> labels = service.getSpec().getLabels();
                    return new Exposed(
                        labels.getOrDefault(Api.RUN_UID_LABEL, ""),
                        labels.getOrDefault(Labels.STACK, ""),
                        name,
                        labels,
                        endpoints.getOrDefault(name, List.of()));
                  })
              .sorted(Comparator.comparing(Exposed::service))
              .toList();
        });
  }

  /** Of the containers that run, keyed by the service's name. */
  private Map<String, List<Exposed.Endpoint>> endpoints(Map<String, String> match) {
    Map<String, Network.ContainerNetworkConfig> gateway = gatewayAddresses();
    Map<String, List<Exposed.Endpoint>> endpoints = new HashMap<>();
    for (Container container :
        engine.docker().listContainersCmd().withLabelFilter(match).exec()) { // only running ones
      var settings = container.getNetworkSettings();
      endpoints
          .computeIfAbsent(
              container.getLabels().getOrDefault(Labels.SERVICE_NAME, ""),
              service -> new ArrayList<>())
          .add(
              new Exposed.Endpoint(
                  container.getId(),
                  health(container.getStatus()),
                  address(gateway.get(container.getId())),
                  settings == null || settings.getNetworks() == null
                      ? Set.of()
                      : settings.getNetworks().keySet()));
    }
    return endpoints;
  }

  private static @Nullable String address(Network.@Nullable ContainerNetworkConfig config) {
    return config == null ? null : withoutPrefixLength(config.getIpv4Address());
  }

  private static List<Observed.Service> services(
      List<com.github.dockerjava.api.model.Service> services, List<Observed.Task> tasks) {
    return services.stream()
        .map(
            service -> {
              var update = service.getUpdateStatus();
              return new Observed.Service(
                  service.getId(),
                  service.getSpec().getName(),
                  replicas(service, tasks),
                  update == null || update.getState() == null ? null : word(update.getState()),
                  update == null ? null : update.getMessage());
            })
        .sorted(Comparator.comparing(Observed.Service::name))
        .toList();
  }

  /** A global service has a task on each node that its constraints allow: those Swarm has made. */
  private static int replicas(
      com.github.dockerjava.api.model.Service service, List<Observed.Task> tasks) {
    var mode = service.getSpec().getMode();
    if (mode != null && mode.getReplicated() != null) {
      return (int) mode.getReplicated().getReplicas();
    }
    long nodes =
        tasks.stream()
            .filter(task -> task.serviceId().equals(service.getId()))
            .filter(task -> task.desired().equals("running") || task.desired().equals("ready"))
            .map(Observed.Task::nodeId)
            .distinct()
            .count();
    return (int) Math.max(1, nodes);
  }

  private static List<Observed.Task> tasks(
      List<com.github.dockerjava.api.model.Task> tasks,
      List<com.github.dockerjava.api.model.Service> services) {
    Map<String, TaskSpec> wanted = new HashMap<>();
    services.forEach(service -> wanted.put(service.getId(), service.getSpec().getTaskTemplate()));
    return tasks.stream()
        .map(
            task -> {
              var status = task.getStatus();
              TaskStatusContainerStatus container = status.getContainerStatus();
              Instant changed = Instant.parse(status.getTimestamp());
              return new Observed.Task(
                  task.getId(),
                  task.getServiceId(),
                  task.getSlot() == null ? 0 : task.getSlot(),
                  blankToNull(task.getNodeId()),
                  word(status.getState()),
                  word(task.getDesiredState()),
                  blankToNull(status.getMessage()),
                  blankToNull(status.getErr()),
                  container == null ? null : blankToNull(container.getContainerID()),
                  container == null
                          || container.getExitCodeLong() == null
                          || !OVER.contains(status.getState())
                      ? null
                      : container.getExitCodeLong().intValue(),
                  changed,
                  TaskSpecs.same(task.getSpec(), wanted.get(task.getServiceId())));
            })
        .sorted(
            Comparator.comparing(Observed.Task::serviceId)
                .thenComparingInt(Observed.Task::slot)
                .thenComparing(Observed.Task::changed, Comparator.reverseOrder()))
        .toList();
  }

  private List<Observed.Container> containers(List<Container> containers) {
    Map<String, Network.ContainerNetworkConfig> gateway =
        containers.isEmpty() ? Map.of() : gatewayAddresses();
    return containers.stream()
        .map(
            container -> {
              Map<String, String> labels = container.getLabels();
              String health = health(container.getStatus());
              return new Observed.Container(
                  container.getId(),
                  labels.getOrDefault(Labels.SERVICE_NAME, ""),
                  labels.getOrDefault(Labels.TASK_ID, ""),
                  container.getState(),
                  health,
                  health == null || health.equals("healthy")
                      ? null
                      : healthOutput(container.getId()),
                  address(gateway.get(container.getId())));
            })
        .toList();
  }

  /** Keyed by container id. Empty where the engine has no gateway bridge (yet). */
  private Map<String, Network.ContainerNetworkConfig> gatewayAddresses() {
    try {
      Map<String, Network.ContainerNetworkConfig> containers =
          engine.docker().inspectNetworkCmd().withNetworkId(GATEWAY).exec().getContainers();
      return containers == null ? Map.of() : containers;
    } catch (NotFoundException e) {
      return Map.of();
    }
  }

  /** The list tells the health in its status text only: {@code Up 4 seconds (healthy)}. */
  static @Nullable String health(@Nullable String status) {
    if (status == null) {
      return null;
    }
    if (status.endsWith("(healthy)")) {
      return "healthy";
    }
    if (status.endsWith("(unhealthy)")) {
      return "unhealthy";
    }
    return status.endsWith("(health: starting)") ? "starting" : null;
  }

  /** What the last probe printed, for the sentence that says why an app is not healthy. */
  private @Nullable String healthOutput(String id) {
    try {
      InspectContainerResponse.ContainerState state =
          engine.docker().inspectContainerCmd(id).exec().getState();
      HealthState health = state.getHealth();
      if (health == null || health.getLog() == null || health.getLog().isEmpty()) {
        return null;
      }
      HealthStateLog last = health.getLog().getLast();
      String output = last.getOutput() == null ? "" : last.getOutput().strip();
      return output.length() <= HEALTH_OUTPUT
          ? blankToNull(output)
          : output.substring(0, HEALTH_OUTPUT);
    } catch (NotFoundException e) {
      return null; // gone since it was listed
    }
  }

  private static @Nullable String withoutPrefixLength(@Nullable String address) {
    if (address == null || address.isEmpty()) {
      return null;
    }
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
