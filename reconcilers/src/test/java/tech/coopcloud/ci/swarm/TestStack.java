package tech.coopcloud.ci.swarm;

import static tech.coopcloud.ci.swarm.DockerCli.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.SecretValue;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/** What tests deploy: names of its own, an image made from the machine's busybox. */
public final class TestStack {
  public static final String IMAGE = "cc-ci-test-busybox:1";
  static final Duration PATIENCE = Duration.ofMinutes(2);

  public final String name;
  public final Owner owner;

  public TestStack() {
    String id = HexFormat.of().toHexDigits(new Random().nextInt());
    this.name = "swt-" + id;
    this.owner = new Owner("ctl-" + id, "uid-" + id, "default/run-" + id);
    ensureImage();
  }

  private static synchronized void ensureImage() {
    if (!docker("images", "-q", IMAGE).isEmpty()) {
      return;
    }
    for (String candidate : List.of("/bin/busybox", "/usr/bin/busybox")) {
      try {
        if (Files.isExecutable(Path.of(candidate))) {
          docker(
              DockerCli.tarOf("bin/busybox", Files.readAllBytes(Path.of(candidate))),
              "import",
              "--change",
              "ENTRYPOINT [\"/bin/busybox\"]",
              "-",
              IMAGE);
          return;
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    if (!docker("images", "-q", "busybox:1.36").isEmpty()) {
      docker("tag", "busybox:1.36", IMAGE);
      return;
    }
    throw new AssertionError("no busybox on this machine: apt-get install busybox-static");
  }

  public NetworkSpec network() {
    return new NetworkSpec(name + "_default", "overlay", Map.of(), false, false, null, Map.of());
  }

  public VolumeSpec volume() {
    return new VolumeSpec(name + "_data", "", Map.of(), Map.of("a", "b"));
  }

  public SecretSpec secret() {
    return new SecretSpec(name + "_pass_v1", Map.of(), new SecretValue("s3cret".getBytes()), "");
  }

  public ConfigSpec config() {
    return new ConfigSpec(
        name + "_conf_v1", Map.of(), "name {{.Service.Name}}".getBytes(), "golang");
  }

  /** A service that runs the script, on the stack's network, with volume, secret and config. */
  public ServiceSpec service(String shortName, String script) {
    return service(
        shortName,
        Map.of(Api.RUN_UID_LABEL, "of-the-recipe"),
        List.of(network().name()),
        container(script, null));
  }

  public ServiceSpec service(
      String shortName, Map<String, String> labels, List<String> networks, ContainerSpec it) {
    return new ServiceSpec(
        name + "_" + shortName,
        shortName,
        labels,
        it,
        new ServiceSpec.Mode(false, 1),
        new ServiceSpec.Resources(new ServiceSpec.Amounts(500_000_000, 64 << 20, 50), null),
        new ServiceSpec.RestartPolicy("none", null, null, null),
        new ServiceSpec.Placement(List.of("node.role == manager"), List.of("node.id"), 0),
        new ServiceSpec.UpdatePolicy(1, null, "rollback", null, 0, "start-first"),
        null,
        null,
        networks.stream()
            .map(it2 -> new ServiceSpec.Attachment(it2, List.of(shortName), Map.of()))
            .toList(),
        "",
        List.of());
  }

  /** Without the volume, secret and config. */
  public ContainerSpec plainContainer(String script, ContainerSpec.@Nullable Healthcheck check) {
    return container(script, check, List.of(), List.of(), List.of());
  }

  public ContainerSpec container(String script, ContainerSpec.@Nullable Healthcheck check) {
    return container(
        script,
        check,
        List.of(mount(volume().name(), "/data", volume()), mount(null, "/anonymous", null)),
        List.of(new ContainerSpec.FileReference(secret().name(), "pass", "0", "0", 0400)),
        List.of(new ContainerSpec.FileReference(config().name(), "/conf", "0", "0", 0444)));
  }

  private ContainerSpec container(
      String script,
      ContainerSpec.@Nullable Healthcheck check,
      List<ContainerSpec.Mount> mounts,
      List<ContainerSpec.FileReference> secrets,
      List<ContainerSpec.FileReference> configs) {
    return new ContainerSpec(
        IMAGE,
        List.of(),
        List.of("sh", "-c", script),
        List.of("A=1"),
        Map.of("com.docker.stack.namespace", name),
        null,
        null,
        List.of(),
        null,
        null,
        Duration.ofSeconds(10),
        false,
        false,
        false,
        true,
        null,
        null,
        List.of("10.1.2.3 elsewhere"),
        check,
        mounts,
        secrets,
        configs,
        List.of("CAP_NET_ADMIN"),
        List.of("CAP_CHOWN"),
        Map.of("net.ipv4.ip_unprivileged_port_start", "80"),
        List.of(new ContainerSpec.Ulimit("nofile", 1000, 2000)));
  }

  private static ContainerSpec.Mount mount(
      @Nullable String source, String target, @Nullable VolumeSpec volume) {
    return new ContainerSpec.Mount(
        "volume", source, target, false, null, null, false, volume, null, 0);
  }

  /** Creates everything but services. */
  public void createFoundations(Swarm swarm) {
    swarm.createNetwork(network(), owner);
    swarm.createVolume(volume(), owner);
    swarm.createSecret(secret(), owner);
    swarm.createConfig(config(), owner);
  }

  public Observed awaitRunning(Swarm swarm, int tasks) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> swarm.observe(owner.runUid()),
            seen ->
                seen.tasks().stream().filter(task -> task.state().equals("running")).count()
                    == tasks);
  }

  /** Removes in the order of the design. */
  public void remove(Swarm swarm, boolean force) {
    Observed seen = swarm.observe(owner.runUid());
    seen.services().forEach(it -> swarm.removeService(it.id()));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(SwarmException.Unavailable.class)
        .until(
            () -> {
              List<Observed.Container> left = swarm.observe(owner.runUid()).containers();
              if (force) {
                left.forEach(it -> swarm.removeContainer(it.id()));
              }
              return left.isEmpty();
            });
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(SwarmException.Unavailable.class)
        .until(
            () -> {
              Observed left = swarm.observe(owner.runUid());
              left.networks().forEach(it -> swarm.removeNetwork(it.id()));
              left.volumes().forEach(it -> swarm.removeVolume(it.name()));
              left.secrets().forEach(it -> swarm.removeSecret(it.id()));
              left.configs().forEach(it -> swarm.removeConfig(it.id()));
              return swarm.observe(owner.runUid()).isEmpty();
            });
  }
}
