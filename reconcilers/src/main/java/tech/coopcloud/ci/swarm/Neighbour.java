package tech.coopcloud.ci.swarm;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service of whomever, as those see it that are on the same network.
 *
 * @param image as the service names it, perhaps with a digest
 * @param args that its program gets
 * @param labels on the service
 * @param ports that it publishes
 * @param nodes addresses of the nodes on which a task of it runs; 127.0.0.1 for this one
 */
public record Neighbour(
    String id,
    String name,
    String image,
    List<String> args,
    Map<String, String> labels,
    List<Port> ports,
    Set<String> nodes) {
  public Neighbour {
    args = List.copyOf(args);
    labels = Map.copyOf(labels);
    ports = List.copyOf(ports);
    nodes = Set.copyOf(nodes);
  }

  /**
   * A published port.
   *
   * @param target in the container
   * @param published on the node; 0 where the engine chose one that the service does not tell
   * @param everyNode whether each node answers on it (the ingress mesh), not only where a task runs
   */
  public record Port(int target, int published, boolean everyNode) {}
}
