package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerSpec;
import com.github.dockerjava.api.model.NetworkAttachmentConfig;
import com.github.dockerjava.api.model.PortConfig;
import com.github.dockerjava.api.model.Service;
import com.github.dockerjava.api.model.SwarmNode;
import com.github.dockerjava.api.model.Task;
import com.github.dockerjava.api.model.TaskState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the services on a network. */
final class Neighbours {
  private static final String HERE = "127.0.0.1";

  private final Engine engine;
  private final ThisNode node;

  Neighbours(Engine engine, ThisNode node) {
    this.engine = engine;
    this.node = node;
  }

  List<Neighbour> on(String network) {
    return engine.call("list the services on the network " + network, () -> look(network));
  }

  private List<Neighbour> look(String network) {
    DockerClient docker = engine.docker();
    Set<String> names = new HashSet<>(Set.of(network));
    try {
      names.add(docker.inspectNetworkCmd().withNetworkId(network).exec().getId());
    } catch (NotFoundException e) {
      return List.of();
    }
    List<Service> services =
        docker.listServicesCmd().exec().stream().filter(it -> isOn(it, names)).toList();
    if (services.isEmpty()) {
      return List.of();
    }
    Map<String, Set<String>> nodes = nodes(docker);
    return services.stream()
        .map(it -> neighbour(it, nodes.getOrDefault(it.getId(), Set.of())))
        .sorted(Comparator.comparing(Neighbour::name))
        .toList();
  }

  private static boolean isOn(Service service, Set<String> names) {
    List<NetworkAttachmentConfig> networks = service.getSpec().getTaskTemplate().getNetworks();
    return networks != null && networks.stream().anyMatch(it -> names.contains(it.getTarget()));
  }

  /** The nodes' addresses by the id of the service that runs there. */
  private Map<String, Set<String>> nodes(DockerClient docker) {
    Map<String, String> addresses = new HashMap<>();
    for (SwarmNode node : docker.listSwarmNodesCmd().exec()) {
      if (node.getStatus() != null && node.getStatus().getAddress() != null) {
        addresses.put(node.getId(), node.getStatus().getAddress());
      }
    }
    addresses.put(node.id(), HERE);
    Map<String, Set<String>> nodes = new HashMap<>();
    for (Task task : docker.listTasksCmd().withStateFilter(TaskState.RUNNING).exec()) {
      String address = addresses.get(task.getNodeId());
      if (task.getStatus().getState() == TaskState.RUNNING && address != null) {
        nodes.computeIfAbsent(task.getServiceId(), it -> new HashSet<>()).add(address);
      }
    }
    return nodes;
  }

  private static Neighbour neighbour(Service service, Set<String> nodes) {
    var spec = service.getSpec();
    ContainerSpec container = spec.getTaskTemplate().getContainerSpec();
    return new Neighbour(
        service.getId(),
        spec.getName(),
        container == null || container.getImage() == null ? "" : container.getImage(),
        container == null || container.getArgs() == null ? List.of() : container.getArgs(),
        spec.getLabels() == null ? Map.of() : spec.getLabels(),
        ports(service).stream().map(Neighbours::port).toList(),
        nodes);
  }

  /** As Swarm has assigned them, else as the service asks for them. */
  private static List<PortConfig> ports(Service service) {
    var endpoint = service.getEndpoint();
    List<PortConfig> assigned =
        endpoint == null || endpoint.getPorts() == null ? List.of() : List.of(endpoint.getPorts());
    var asked = service.getSpec().getEndpointSpec();
    return !assigned.isEmpty() || asked == null || asked.getPorts() == null
        ? assigned
        : asked.getPorts();
  }

  private static Neighbour.Port port(PortConfig port) {
    return new Neighbour.Port(
        port.getTargetPort(),
        orZero(port.getPublishedPort()),
        port.getPublishMode() != PortConfig.PublishMode.host);
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
