package tech.coopcloud.ci.recipe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs in each task of a service. Null and empty mean "not said".
 *
 * @param command compose's {@code entrypoint}
 * @param args compose's {@code command}
 * @param env {@code KEY=value} or {@code KEY}, sorted
 * @param hosts {@code ip name}, as Swarm has them
 */
public record ContainerSpec(
    String image,
    List<String> command,
    List<String> args,
    List<String> env,
    Map<String, String> labels,
    @Nullable String hostname,
    @Nullable String user,
    List<String> groups,
    @Nullable String workingDir,
    @Nullable String stopSignal,
    @Nullable Duration stopGracePeriod,
    boolean tty,
    boolean openStdin,
    boolean readOnly,
    @Nullable Boolean init,
    @Nullable String isolation,
    @Nullable Dns dns,
    List<String> hosts,
    @Nullable Healthcheck healthcheck,
    List<Mount> mounts,
    List<FileReference> secrets,
    List<FileReference> configs,
    List<String> capabilityAdd,
    List<String> capabilityDrop,
    Map<String, String> sysctls,
    List<Ulimit> ulimits) {
  public ContainerSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = List.copyOf(env);
    labels = Map.copyOf(labels);
    groups = List.copyOf(groups);
    hosts = List.copyOf(hosts);
    mounts = List.copyOf(mounts);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
    capabilityAdd = List.copyOf(capabilityAdd);
    capabilityDrop = List.copyOf(capabilityDrop);
    sysctls = Map.copyOf(sysctls);
    ulimits = List.copyOf(ulimits);
  }

  /** The same, with these configs as files. */
  public ContainerSpec withConfigs(List<FileReference> others) {
    return new ContainerSpec(
        image,
        command,
        args,
        env,
        labels,
        hostname,
        user,
        groups,
        workingDir,
        stopSignal,
        stopGracePeriod,
        tty,
        openStdin,
        readOnly,
        init,
        isolation,
        dns,
        hosts,
        healthcheck,
        mounts,
        secrets,
        others,
        capabilityAdd,
        capabilityDrop,
        sysctls,
        ulimits);
  }

  public record Dns(List<String> nameservers, List<String> search, List<String> options) {}

  /** {@code test} begins with CMD, CMD-SHELL or NONE. */
  public record Healthcheck(
      List<String> test,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      @Nullable Duration startPeriod,
      @Nullable Duration startInterval,
      @Nullable Integer retries) {}

  /**
   * @param type volume, bind, tmpfs or npipe
   * @param source full name of a volume, a path for a bind, null for tmpfs or an anonymous volume
   * @param volume the volume's own options, for a volume
   * @param tmpfsSizeBytes 0 for no limit of its own; null where no option of tmpfs is said
   */
  public record Mount(
      String type,
      @Nullable String source,
      String target,
      boolean readOnly,
      @Nullable String consistency,
      @Nullable String bindPropagation,
      boolean noCopy,
      @Nullable VolumeSpec volume,
      @Nullable Long tmpfsSizeBytes,
      int tmpfsMode) {}

  /**
   * A secret or a config as a file in the container; {@code mode} is its permission bits, e.g.
   * 0444.
   */
  public record FileReference(String name, String target, String uid, String gid, int mode) {}

  public record Ulimit(String name, long soft, long hard) {}
}
