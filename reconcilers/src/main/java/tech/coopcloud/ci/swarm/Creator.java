package tech.coopcloud.ci.swarm;

import static com.github.dockerjava.api.model.DockerObjectAccessor.overrideRawValue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Service;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec.FileReference;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/**
 * Creates one object. What is there already is left alone when it is this run's, and is somebody
 * else's otherwise: then the run must not touch it.
 */
final class Creator {
  private static final Logger LOG = LoggerFactory.getLogger(Creator.class);
  private static final int UPDATE_TRIES = 5;

  private final Engine engine;
  private final Images images;
  private final @Nullable ThisNode onlyOn;
  private final boolean ipvs;

  /**
   * @param onlyOn where tasks are placed; null where Swarm likes
   */
  Creator(Engine engine, Images images, @Nullable ThisNode onlyOn, boolean ipvs) {
    this.engine = engine;
    this.images = images;
    this.onlyOn = onlyOn;
    this.ipvs = ipvs;
  }

  void ingressNetwork(String name) {
    DockerClient docker = engine.docker();
    engine.call(
        "create the network " + name,
        () -> {
          for (int look = 0; look < 2; look++) {
            try {
              var network = docker.inspectNetworkCmd().withNetworkId(name).exec();
              if (!"swarm".equals(network.getScope())) {
                throw new SwarmException.Refused(
                    "The network %s is there but its scope is %s, not swarm: remove it, cc-ci makes it anew as an attachable overlay."
                        .formatted(name, network.getScope()),
                    null);
              }
              return network.getId();
            } catch (NotFoundException missing) {
              try {
                return docker
                    .createNetworkCmd()
                    .withName(name)
                    .withDriver("overlay")
                    .withAttachable(true)
                    .withCheckDuplicate(true)
                    .exec()
                    .getId();
              } catch (ConflictException e) {
                LOG.debug("Somebody else has just made the network {}: looking again.", name);
              }
            }
          }
          throw new SwarmException.Unavailable(
              "The network " + name + " comes and goes: is somebody else removing it?", null);
        });
  }

  void network(NetworkSpec network, Owner owner) {
    DockerClient docker = engine.docker();
    create(
        "network",
        network.name(),
        owner,
        () ->
            docker
                .createNetworkCmd()
                .withName(network.name())
                .withDriver(network.driver().isEmpty() ? "overlay" : network.driver())
                .withOptions(network.driverOptions())
                .withIpam(ipam(network.ipam()))
                .withInternal(network.internal())
                .withAttachable(network.attachable())
                .withCheckDuplicate(true)
                .withLabels(Labels.with(network.labels(), owner))
                .exec(),
        () ->
            docker.listNetworksCmd().withNameFilter(network.name()).exec().stream()
                .filter(found -> found.getName().equals(network.name()))
                .map(found -> labels(found.getLabels())));
  }

  private static Network.@Nullable Ipam ipam(NetworkSpec.@Nullable Ipam ipam) {
    return ipam == null
        ? null
        : new Network.Ipam()
            .withDriver(ipam.driver().isEmpty() ? "default" : ipam.driver())
            .withConfig(
                ipam.subnets().stream()
                    .map(subnet -> new Network.Ipam.Config().withSubnet(subnet))
                    .toList());
  }

  /** The engine answers with the volume of that name whether or not it has just made it. */
  void volume(VolumeSpec volume, Owner owner) {
    var create =
        engine
            .docker()
            .createVolumeCmd()
            .withName(volume.name())
            .withDriver(volume.driver().isEmpty() ? "local" : volume.driver())
            .withLabels(Labels.with(volume.labels(), owner));
    if (!volume.driverOptions().isEmpty()) {
      create.withDriverOpts(volume.driverOptions());
    }
    var created = engine.call("create the volume " + volume.name(), create::exec);
    if (!owner.owns(created.getLabels())) {
      throw foreign("volume", volume.name(), null);
    }
  }

  void secret(SecretSpec secret, Owner owner) {
    DockerClient docker = engine.docker();
    create(
        "secret",
        secret.name(),
        owner,
        () -> docker.createSecretCmd(specOf(secret, owner)).exec(),
        () ->
            docker.listSecretsCmd().withNameFilter(List.of(secret.name())).exec().stream()
                .filter(found -> found.getSpec().getName().equals(secret.name()))
                .map(found -> labels(found.getSpec().getLabels())));
  }

  /** {@code withData} would take text only; a secret is bytes. */
  private static com.github.dockerjava.api.model.SecretSpec specOf(SecretSpec secret, Owner owner) {
    var spec =
        new com.github.dockerjava.api.model.SecretSpec()
            .withName(secret.name())
            .withLabels(Labels.with(secret.labels(), owner));
    if (!secret.templateDriver().isEmpty()) {
      overrideRawValue(spec, "Templating", Map.of("Name", secret.templateDriver()));
    }
    overrideRawValue(spec, "Data", Base64.getEncoder().encodeToString(secret.value().bytes()));
    return spec;
  }

  void config(ConfigSpec config, Owner owner) {
    DockerClient docker = engine.docker();
    create(
        "config",
        config.name(),
        owner,
        () ->
            engine
                .createConfig(config.templateDriver())
                .withName(config.name())
                .withData(config.data())
                .withLabels(Labels.with(config.labels(), owner))
                .exec(),
        () ->
            docker
                .listConfigsCmd()
                .withFilters(Map.of("name", List.of(config.name())))
                .exec()
                .stream()
                .filter(found -> found.getSpec().getName().equals(config.name()))
                .map(Labels::of));
  }

  void service(ServiceSpec service, Owner owner) {
    DockerClient docker = engine.docker();
    var spec = specOf(service, owner);
    create(
        "service",
        service.name(),
        owner,
        () -> docker.createServiceCmd(spec).exec(),
        () -> named(service.name()).map(found -> labels(found.getSpec().getLabels())));
  }

  /**
   * Sends the current version with the new spec; where somebody (Swarm itself, most often) was
   * faster, reads again and retries.
   *
   * @param restart whether tasks are to be replaced although nothing has changed
   */
  void update(ServiceSpec service, Owner owner, boolean restart) {
    DockerClient docker = engine.docker();
    var spec = specOf(service, owner);
    for (int attempt = 1; ; attempt++) {
      Service current =
          engine.call(
              "find the service " + service.name(),
              () -> named(service.name()).findFirst().orElse(null));
      if (current == null) {
        throw new SwarmException.Refused(
            "The service " + service.name() + " is not there to be updated.", null);
      }
      if (!owner.owns(current.getSpec().getLabels())) {
        throw foreign("service", service.name(), null);
      }
      try {
        Integer forced = current.getSpec().getTaskTemplate().getForceUpdate();
        spec.getTaskTemplate().withForceUpdate((forced == null ? 0 : forced) + (restart ? 1 : 0));
        engine.call(
            "update the service " + service.name(),
            () ->
                docker
                    .updateServiceCmd(current.getId(), spec)
                    .withVersion(current.getVersion().getIndex())
                    .exec());
        return;
      } catch (SwarmException.Unavailable e) {
        if (attempt == UPDATE_TRIES || !Engine.message(e).contains("out of sequence")) {
          throw e;
        }
      }
    }
  }

  private Stream<Service> named(String name) {
    // the engine's filter matches prefixes
    return engine.docker().listServicesCmd().withNameFilter(List.of(name)).exec().stream()
        .filter(found -> found.getSpec().getName().equals(name));
  }

  private com.github.dockerjava.api.model.ServiceSpec specOf(ServiceSpec service, Owner owner) {
    return new ServiceMapping(
            owner,
            ipvs,
            images.pinned(service.container().image()),
            fileIds(service),
            onlyOn == null ? null : onlyOn.id())
        .map(service);
  }

  /** A service names secrets and configs by id as well; missing ones are told at once. */
  private ServiceMapping.FileIds fileIds(ServiceSpec service) {
    Map<String, String> secrets = new HashMap<>();
    Map<String, String> configs = new HashMap<>();
    List<String> secretNames = names(service.container().secrets());
    List<String> configNames = names(service.container().configs());
    DockerClient docker = engine.docker();
    if (!secretNames.isEmpty()) {
      engine
          .call("list secrets", () -> docker.listSecretsCmd().withNameFilter(secretNames).exec())
          .forEach(secret -> secrets.put(secret.getSpec().getName(), secret.getId()));
    }
    if (!configNames.isEmpty()) {
      engine
          .call(
              "list configs",
              () -> docker.listConfigsCmd().withFilters(Map.of("name", configNames)).exec())
          .forEach(config -> configs.put(config.getSpec().getName(), config.getId()));
    }
    requireAll("secret", secretNames, secrets.keySet(), service);
    requireAll("config", configNames, configs.keySet(), service);
    return new ServiceMapping.FileIds(secrets, configs);
  }

  private static List<String> names(List<FileReference> files) {
    return files.stream().map(FileReference::name).distinct().toList();
  }

  private static void requireAll(
      String kind, List<String> wanted, Set<String> found, ServiceSpec service) {
    for (String name : wanted) {
      if (!found.contains(name)) {
        throw new SwarmException.Refused(
            "The service %s wants the %s %s, which the swarm does not have."
                .formatted(service.name(), kind, name),
            null);
      }
    }
  }

  private void create(
      String kind,
      String name,
      Owner owner,
      Supplier<?> create,
      Supplier<Stream<Map<String, String>>> sameName) {
    String what = "create the " + kind + " " + name;
    engine.call(
        what,
        () -> {
          try {
            return create.get();
          } catch (DockerException e) {
            if (e.getHttpStatus() != 409) {
              throw e;
            }
            if (sameName.get().anyMatch(owner::owns)) {
              return name; // made by an earlier attempt
            }
            throw foreign(kind, name, e);
          }
        });
  }

  private static SwarmException foreign(String kind, String name, @Nullable Throwable cause) {
    return new SwarmException.Refused(
        "The %s %s is there already and is not of this run: remove it, or see to it that no two runs and no other deployment use one name."
            .formatted(kind, name),
        cause);
  }

  private static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }
}
