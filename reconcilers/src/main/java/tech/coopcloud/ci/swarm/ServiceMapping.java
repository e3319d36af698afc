package tech.coopcloud.ci.swarm;

import static com.github.dockerjava.api.model.DockerObjectAccessor.overrideRawValue;

import com.github.dockerjava.api.model.EndpointResolutionMode;
import com.github.dockerjava.api.model.EndpointSpec;
import com.github.dockerjava.api.model.NetworkAttachmentConfig;
import com.github.dockerjava.api.model.PortConfig;
import com.github.dockerjava.api.model.PortConfigProtocol;
import com.github.dockerjava.api.model.ResourceRequirements;
import com.github.dockerjava.api.model.ResourceSpecs;
import com.github.dockerjava.api.model.ServiceGlobalModeOptions;
import com.github.dockerjava.api.model.ServiceModeConfig;
import com.github.dockerjava.api.model.ServicePlacement;
import com.github.dockerjava.api.model.ServiceReplicatedModeOptions;
import com.github.dockerjava.api.model.ServiceRestartCondition;
import com.github.dockerjava.api.model.ServiceRestartPolicy;
import com.github.dockerjava.api.model.TaskSpec;
import com.github.dockerjava.api.model.UpdateConfig;
import com.github.dockerjava.api.model.UpdateFailureAction;
import com.github.dockerjava.api.model.UpdateOrder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ServiceSpec;

/**
 * Writes a service as the Swarm API has it, field by field as {@code docker stack deploy} does.
 * What docker-java's classes lack is added to them as raw values.
 *
 * <p>Where the kernel has no IPVS, virtual IPs and the ingress mesh never answer: then every
 * service gets endpoint mode dnsrr and its ports in host mode.
 *
 * @param image what to run, pinned where the engine knows a digest
 * @param node the one node that its tasks are placed on; null for any
 */
record ServiceMapping(
    Owner owner, boolean ipvs, String image, FileIds files, @Nullable String node) {

  /** Ids of secrets and configs by name. */
  record FileIds(Map<String, String> secrets, Map<String, String> configs) {}

  com.github.dockerjava.api.model.ServiceSpec map(ServiceSpec service) {
    return new com.github.dockerjava.api.model.ServiceSpec()
        .withName(service.name())
        .withLabels(Labels.with(service.labels(), owner))
        .withTaskTemplate(task(service))
        .withMode(mode(service.mode()))
        .withUpdateConfig(update(service.update()))
        .withRollbackConfig(update(service.rollback()))
        .withEndpointSpec(endpoint(service));
  }

  private TaskSpec task(ServiceSpec service) {
    TaskSpec task =
        new TaskSpec()
            .withContainerSpec(new ContainerMapping(owner, image, files).map(service.container()))
            .withResources(resources(service.resources()))
            .withRestartPolicy(restart(service.restartPolicy()))
            .withPlacement(placement(service.placement()))
            .withNetworks(service.networks().stream().map(ServiceMapping::network).toList());
    ServiceSpec.LogDriver log = service.logDriver();
    if (log != null) {
      task.withLogDriver(
          new com.github.dockerjava.api.model.Driver()
              .withName(log.name())
              .withOptions(log.options()));
    }
    return task;
  }

  private static ServiceModeConfig mode(ServiceSpec.Mode mode) {
    return mode.global()
        ? new ServiceModeConfig().withGlobal(new ServiceGlobalModeOptions())
        : new ServiceModeConfig()
            .withReplicated(new ServiceReplicatedModeOptions().withReplicas(mode.replicas()));
  }

  private EndpointSpec endpoint(ServiceSpec service) {
    EndpointSpec endpoint =
        new EndpointSpec().withPorts(service.ports().stream().map(this::port).toList());
    if (!ipvs || service.endpointMode().equals("dnsrr")) {
      endpoint.withMode(EndpointResolutionMode.DNSRR);
    } else if (service.endpointMode().equals("vip")) {
      endpoint.withMode(EndpointResolutionMode.VIP);
    }
    return endpoint;
  }

  private PortConfig port(ServiceSpec.Port port) {
    return new PortConfig()
        .withTargetPort(port.target())
        .withPublishedPort(port.published())
        .withProtocol(
            port.protocol().isEmpty()
                ? PortConfigProtocol.TCP
                : constant(PortConfigProtocol.class, port.protocol()))
        .withPublishMode(
            !ipvs || port.mode().equals("host")
                ? PortConfig.PublishMode.host
                : PortConfig.PublishMode.ingress);
  }

  private static NetworkAttachmentConfig network(ServiceSpec.Attachment attachment) {
    NetworkAttachmentConfig network =
        new NetworkAttachmentConfig()
            .withTarget(attachment.network())
            .withAliases(attachment.aliases());
    if (!attachment.driverOptions().isEmpty()) {
      overrideRawValue(network, "DriverOpts", attachment.driverOptions());
    }
    return network;
  }

  private static @Nullable ResourceRequirements resources(
      ServiceSpec.@Nullable Resources resources) {
    if (resources == null) {
      return null;
    }
    return new ResourceRequirements()
        .withLimits(amounts(resources.limits()))
        .withReservations(amounts(resources.reservations()));
  }

  private static @Nullable ResourceSpecs amounts(ServiceSpec.@Nullable Amounts said) {
    if (said == null) {
      return null;
    }
    ResourceSpecs amounts = new ResourceSpecs();
    if (said.nanoCpus() != 0) {
      amounts.withNanoCPUs(said.nanoCpus());
    }
    if (said.memoryBytes() != 0) {
      amounts.withMemoryBytes(said.memoryBytes());
    }
    if (said.pids() != 0) {
      overrideRawValue(amounts, "Pids", said.pids());
    }
    return amounts;
  }

  private static @Nullable ServiceRestartPolicy restart(
      ServiceSpec.@Nullable RestartPolicy policy) {
    return policy == null
        ? null
        : new ServiceRestartPolicy()
            .withCondition(
                policy.condition() == null
                    ? null
                    : constant(ServiceRestartCondition.class, policy.condition()))
            .withDelay(nanos(policy.delay()))
            .withMaxAttempts(policy.maxAttempts())
            .withWindow(nanos(policy.window()));
  }

  private ServicePlacement placement(ServiceSpec.Placement placement) {
    ServicePlacement result = new ServicePlacement();
    List<String> constraints =
        node == null
            ? placement.constraints()
            : Stream.concat(placement.constraints().stream(), Stream.of("node.id == " + node))
                .distinct()
                .toList();
    if (!constraints.isEmpty()) {
      result.withConstraints(constraints);
    }
    if (placement.maxReplicas() != 0) {
      result.withMaxReplicas(Math.toIntExact(placement.maxReplicas()));
    }
    if (!placement.spread().isEmpty()) {
      overrideRawValue(
          result,
          "Preferences",
          placement.spread().stream()
              .map(descriptor -> Map.of("Spread", Map.of("SpreadDescriptor", descriptor)))
              .toList());
    }
    return result;
  }

  private static @Nullable UpdateConfig update(ServiceSpec.@Nullable UpdatePolicy policy) {
    if (policy == null) {
      return null;
    }
    UpdateConfig update =
        new UpdateConfig()
            .withParallelism(policy.parallelism())
            .withDelay(nanos(policy.delay()))
            .withMonitor(nanos(policy.monitor()))
            .withMaxFailureRatio((float) policy.maxFailureRatio());
    if (policy.failureAction() != null && !policy.failureAction().isEmpty()) {
      update.withFailureAction(constant(UpdateFailureAction.class, policy.failureAction()));
    }
    if (policy.order() != null && !policy.order().isEmpty()) {
      update.withOrder(constant(UpdateOrder.class, policy.order()));
    }
    return update;
  }

  static @Nullable Long nanos(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos();
  }

  static @Nullable List<String> unlessEmpty(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  /** {@code start-first} is {@code START_FIRST}. */
  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SwarmException.Refused(
          "Swarm knows no %s \"%s\"; it knows %s."
              .formatted(type.getSimpleName(), word, List.of(type.getEnumConstants()).toString()),
          e);
    }
  }
}
