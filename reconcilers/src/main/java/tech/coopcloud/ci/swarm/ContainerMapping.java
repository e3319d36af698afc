package tech.coopcloud.ci.swarm;

import static com.github.dockerjava.api.model.DockerObjectAccessor.overrideRawValue;
import static tech.coopcloud.ci.swarm.ServiceMapping.constant;
import static tech.coopcloud.ci.swarm.ServiceMapping.nanos;
import static tech.coopcloud.ci.swarm.ServiceMapping.unlessEmpty;

import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.ContainerDNSConfig;
import com.github.dockerjava.api.model.ContainerSpecConfig;
import com.github.dockerjava.api.model.ContainerSpecFile;
import com.github.dockerjava.api.model.ContainerSpecSecret;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.VolumeOptions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ContainerSpec.FileReference;
import tech.coopcloud.ci.recipe.VolumeSpec;

/** Writes what runs in a task as the Swarm API has it. */
record ContainerMapping(Owner owner, String image, ServiceMapping.FileIds files) {

  com.github.dockerjava.api.model.ContainerSpec map(ContainerSpec container) {
    com.github.dockerjava.api.model.ContainerSpec spec =
        new com.github.dockerjava.api.model.ContainerSpec()
            .withImage(image)
            .withCommand(unlessEmpty(container.command()))
            .withArgs(unlessEmpty(container.args()))
            .withEnv(unlessEmpty(container.env()))
            .withLabels(Labels.with(container.labels(), owner))
            .withHostname(container.hostname())
            .withUser(container.user())
            .withDir(container.workingDir())
            .withStopSignal(container.stopSignal())
            .withStopGracePeriod(nanos(container.stopGracePeriod()))
            .withTty(container.tty())
            .withOpenStdin(container.openStdin())
            .withReadOnly(container.readOnly())
            .withInit(container.init())
            .withHosts(unlessEmpty(container.hosts()))
            .withDnsConfig(dns(container.dns()))
            .withHealthCheck(healthcheck(container.healthcheck()))
            .withMounts(container.mounts().stream().map(this::mount).toList())
            .withSecrets(container.secrets().stream().map(this::secret).toList())
            .withConfigs(container.configs().stream().map(this::config).toList());
    addWhatTheClassLacks(spec, container);
    return spec;
  }

  private static void addWhatTheClassLacks(
      com.github.dockerjava.api.model.ContainerSpec spec, ContainerSpec container) {
    overrideRawValue(spec, "Privileges", Map.of()); // empty, as docker sends it
    if (!container.groups().isEmpty()) {
      overrideRawValue(spec, "Groups", container.groups()); // the class has one string
    }
    if (container.isolation() != null && !container.isolation().isEmpty()) {
      overrideRawValue(spec, "Isolation", container.isolation());
    }
    if (!container.capabilityAdd().isEmpty()) {
      overrideRawValue(spec, "CapabilityAdd", container.capabilityAdd());
    }
    if (!container.capabilityDrop().isEmpty()) {
      overrideRawValue(spec, "CapabilityDrop", container.capabilityDrop());
    }
    if (!container.sysctls().isEmpty()) {
      overrideRawValue(spec, "Sysctls", container.sysctls());
    }
    if (!container.ulimits().isEmpty()) {
      overrideRawValue(
          spec,
          "Ulimits",
          container.ulimits().stream()
              .map(it -> Map.of("Name", it.name(), "Soft", it.soft(), "Hard", it.hard()))
              .toList());
    }
  }

  private static @Nullable ContainerDNSConfig dns(ContainerSpec.@Nullable Dns dns) {
    return dns == null
        ? null
        : new ContainerDNSConfig()
            .withNameservers(unlessEmpty(dns.nameservers()))
            .withSearch(unlessEmpty(dns.search()))
            .withOptions(unlessEmpty(dns.options()));
  }

  private static @Nullable HealthCheck healthcheck(ContainerSpec.@Nullable Healthcheck check) {
    return check == null
        ? null
        : new HealthCheck()
            .withTest(unlessEmpty(check.test()))
            .withInterval(nanos(check.interval()))
            .withTimeout(nanos(check.timeout()))
            .withStartPeriod(nanos(check.startPeriod()))
            .withStartInterval(nanos(check.startInterval()))
            .withRetries(check.retries());
  }

  private Mount mount(ContainerSpec.Mount mount) {
    MountType type = constant(MountType.class, mount.type());
    Mount result =
        new Mount()
            .withType(type)
            .withSource(mount.source())
            .withTarget(mount.target())
            .withReadOnly(mount.readOnly());
    if (mount.consistency() != null && !mount.consistency().isEmpty()) {
      overrideRawValue(result, "Consistency", mount.consistency());
    }
    switch (type) {
      case VOLUME -> result.withVolumeOptions(volume(mount));
      case BIND -> {
        if (mount.bindPropagation() != null && !mount.bindPropagation().isEmpty()) {
          result.withBindOptions(
              new BindOptions().withPropagation(propagation(mount.bindPropagation())));
        }
      }
      case TMPFS -> {
        if (mount.tmpfsSizeBytes() != null || mount.tmpfsMode() != 0) {
          result.withTmpfsOptions(
              new TmpfsOptions()
                  .withSizeBytes(mount.tmpfsSizeBytes())
                  .withMode(mount.tmpfsMode() == 0 ? null : mount.tmpfsMode()));
        }
      }
      default -> {
        // the others have no options
      }
    }
    return result;
  }

  /** The engine creates a volume with these labels if a task needs one that is not there. */
  private @Nullable VolumeOptions volume(ContainerSpec.Mount mount) {
    VolumeSpec volume = mount.volume();
    Map<String, String> labels = Labels.with(volume == null ? Map.of() : volume.labels(), owner);
    if (labels.isEmpty() && mount.source() == null) {
      return null; // what docker says of a volume without a name
    }
    VolumeOptions options = new VolumeOptions();
    if (!labels.isEmpty()) {
      options.withLabels(labels);
    }
    if (mount.noCopy()) {
      options.withNoCopy(true);
    }
    if (volume != null && volume.driverGiven()) {
      options.withDriverConfig(
          new Driver()
              .withName(volume.driver().isEmpty() ? null : volume.driver())
              .withOptions(volume.driverOptions().isEmpty() ? null : volume.driverOptions()));
    }
    return options;
  }

  private static BindPropagation propagation(String word) {
    return switch (word) {
      case "rprivate" -> BindPropagation.R_PRIVATE;
      case "rshared" -> BindPropagation.R_SHARED;
      case "rslave" -> BindPropagation.R_SLAVE;
      default -> constant(BindPropagation.class, word);
    };
  }

  private ContainerSpecSecret secret(FileReference file) {
    return new ContainerSpecSecret()
        .withSecretId(id(files.secrets(), file))
        .withSecretName(file.name())
        .withFile(target(file));
  }

  private ContainerSpecConfig config(FileReference file) {
    return new ContainerSpecConfig()
        .withConfigID(id(files.configs(), file))
        .withConfigName(file.name())
        .withFile(target(file));
  }

  private static String id(Map<String, String> ids, FileReference file) {
    return Objects.requireNonNull(ids.get(file.name()), file.name());
  }

  private static ContainerSpecFile target(FileReference file) {
    return new ContainerSpecFile()
        .withName(file.target())
        .withUid(file.uid())
        .withGid(file.gid())
        .withMode((long) file.mode());
  }
}
