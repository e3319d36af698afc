package tech.coopcloud.ci.recipe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service to create, with every field of compose v3 that Swarm can express. Null and empty mean
 * "not said": the engine decides.
 *
 * @param name full name, {@code <stack>_<short name>}
 * @param labels on the service ({@code deploy.labels}), routing labels among them
 */
public record ServiceSpec(
    String name,
    String shortName,
    Map<String, String> labels,
    ContainerSpec container,
    Mode mode,
    @Nullable Resources resources,
    @Nullable RestartPolicy restartPolicy,
    Placement placement,
    @Nullable UpdatePolicy update,
    @Nullable UpdatePolicy rollback,
    @Nullable LogDriver logDriver,
    List<Attachment> networks,
    String endpointMode,
    List<Port> ports) {
  public ServiceSpec {
    labels = Map.copyOf(labels);
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** The same, with other tasks. */
  public ServiceSpec with(ContainerSpec other) {
    return new ServiceSpec(
        name,
        shortName,
        labels,
        other,
        mode,
        resources,
        restartPolicy,
        placement,
        update,
        rollback,
        logDriver,
        networks,
        endpointMode,
        ports);
  }

  /** {@code replicas} is 1 where not said; {@code global} services have one task a node. */
  public record Mode(boolean global, int replicas) {}

  /** What a task may use at the most, and what is set aside for it. */
  public record Resources(@Nullable Amounts limits, @Nullable Amounts reservations) {

    public Amounts limitsOrNone() {
      return limits == null ? Amounts.NONE : limits;
    }

    public Amounts reservationsOrNone() {
      return reservations == null ? Amounts.NONE : reservations;
    }
  }

  /** 0 means not said; nanoCpus: 1e9 is one CPU. Only limits have {@code pids}. */
  public record Amounts(long nanoCpus, long memoryBytes, long pids) {
    static final Amounts NONE = new Amounts(0, 0, 0);
  }

  /** {@code condition} is none, on-failure or any. */
  public record RestartPolicy(
      @Nullable String condition,
      @Nullable Duration delay,
      @Nullable Long maxAttempts,
      @Nullable Duration window) {}

  /** Where tasks may run. {@code spread} are node label descriptors. */
  public record Placement(List<String> constraints, List<String> spread, long maxReplicas) {}

  /** How an update or a rollback goes. */
  public record UpdatePolicy(
      long parallelism,
      @Nullable Duration delay,
      @Nullable String failureAction,
      @Nullable Duration monitor,
      double maxFailureRatio,
      @Nullable String order) {}

  public record LogDriver(String name, Map<String, String> options) {}

  /** A network that the service is on, by full name. */
  public record Attachment(
      String network, List<String> aliases, Map<String, String> driverOptions) {}

  /** {@code mode} is ingress or host; {@code published} 0 lets the engine choose. */
  public record Port(int target, int published, String protocol, String mode) {}
}
