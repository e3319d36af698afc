package tech.coopcloud.ci.swarm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service as something that routes to it sees it.
 *
 * @param runUid uid of the TestRun that it is of
 * @param stack the stack's name, empty for a service of none
 * @param service full name, {@code <stack>_<short name>}
 * @param labels on the service
 * @param endpoints its containers of this node that run
 */
public record Exposed(
    String runUid,
    String stack,
    String service,
    Map<String, String> labels,
    List<Endpoint> endpoints) {
  public Exposed {
    labels = Map.copyOf(labels);
    endpoints = List.copyOf(endpoints);
  }

  /**
   * A running container.
   *
   * @param health healthy, unhealthy, starting, or null when it has no healthcheck
   * @param gatewayAddress its address on docker_gwbridge, where the host reaches it, or null
   * @param networks names of the networks that it is on
   */
  public record Endpoint(
      String containerId,
      @Nullable String health,
      @Nullable String gatewayAddress,
      Set<String> networks) {
    public Endpoint {
      networks = Set.copyOf(networks);
    }
  }
}
