package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.LocalNodeState;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/**
 * The swarm that the Docker engine of this machine manages, found as the docker command finds it:
 * {@code DOCKER_HOST}, else the socket in its usual place.
 */
public final class DockerSwarm implements Swarm {
  private static final Path IPVS = Path.of("/proc/net/ip_vs");

  private final Engine engine;
  private final boolean ipvs;
  private final ThisNode node;
  private final Observer observer;
  private final Images images;
  private final ImageRemover imageRemover;
  private final Creator creator;
  private final Overruns overruns;
  private final Remover remover;
  private final Sandboxes sandboxes;
  private final Exec exec;
  private final Archives archives;
  private final Logs logs;

  /** Of this node, which nobody keeps from changing it. */
  public DockerSwarm() {
    this(Nodes.THIS, () -> {});
  }

  /**
   * Connects on the first call; an engine that is away is told then.
   *
   * @param nodes where tasks are placed
   * @param guard runs right before every request that changes something; throws, or ends the
   *     process, when that must not be any more
   */
  public DockerSwarm(Nodes nodes, Runnable guard) {
    this(nodes, guard, Files.exists(IPVS));
  }

  DockerSwarm(Nodes nodes, Runnable guard, boolean ipvs) {
    this.engine = new Engine(guard);
    this.ipvs = ipvs;
    this.node = new ThisNode(engine);
    this.observer = new Observer(engine, node);
    this.images = new Images(engine);
    this.imageRemover = new ImageRemover(engine, images);
    this.creator = new Creator(engine, images, nodes == Nodes.THIS ? node : null, ipvs);
    this.overruns = new Overruns(engine);
    this.remover = new Remover(engine);
    this.sandboxes = new Sandboxes(engine, remover);
    this.exec = new Exec(engine);
    this.archives = new Archives(engine);
    this.logs = new Logs(engine);
  }

  @Override
  public SwarmInfo info() {
    Info info = engine.call("describe itself", () -> engine.docker().infoCmd().exec());
    var swarm = info.getSwarm();
    if (swarm == null
        || swarm.getLocalNodeState() != LocalNodeState.ACTIVE
        || !Boolean.TRUE.equals(swarm.getControlAvailable())) {
      throw new SwarmException.Unavailable(
          "The Docker engine is not a manager of a swarm: make it one with \"docker swarm init\".",
          null);
    }
    node.heard(swarm.getNodeID());
    return new SwarmInfo(
        String.valueOf(info.getServerVersion()),
        swarm.getNodeID(),
        swarm.getNodes(),
        info.getNCPU() == null ? 0 : info.getNCPU(),
        info.getMemTotal() == null ? 0 : info.getMemTotal(),
        ipvs);
  }

  @Override
  public Observed observe(String runUid) {
    return observer.look(Api.RUN_UID_LABEL, runUid);
  }

  @Override
  public List<String> runUids(String controller) {
    return observer.runUids(controller);
  }

  @Override
  public List<Exposed> exposed(String controller) {
    return observer.exposed(controller);
  }

  @Override
  public List<Overrun> overruns(String runUid) {
    return overruns.of(runUid);
  }

  @Override
  public Observed observeIngress(String controller) {
    return observer.look(Api.INGRESS_LABEL, controller);
  }

  @Override
  public List<Neighbour> neighbours(String network) {
    return new Neighbours(engine, node).on(network);
  }

  @Override
  public void ensureIngressNetwork(String name) {
    creator.ingressNetwork(name);
  }

  @Override
  public void createNetwork(NetworkSpec network, Owner owner) {
    creator.network(network, owner);
  }

  @Override
  public void createVolume(VolumeSpec volume, Owner owner) {
    creator.volume(volume, owner);
  }

  @Override
  public void createSecret(SecretSpec secret, Owner owner) {
    creator.secret(secret, owner);
  }

  @Override
  public void createConfig(ConfigSpec config, Owner owner) {
    creator.config(config, owner);
  }

  @Override
  public void createService(ServiceSpec service, Owner owner) {
    creator.service(service, owner);
  }

  @Override
  public void updateService(ServiceSpec service, Owner owner) {
    creator.update(service, owner, false);
  }

  @Override
  public void restartService(ServiceSpec service, Owner owner) {
    creator.update(service, owner, true);
  }

  @Override
  public void removeService(String id) {
    remover.service(id);
  }

  @Override
  public void removeContainer(String id) {
    remover.container(id);
  }

  @Override
  public void removeNetwork(String id) {
    remover.network(id);
  }

  @Override
  public void removeVolume(String name) {
    remover.volume(name);
  }

  @Override
  public void removeSecret(String id) {
    remover.secret(id);
  }

  @Override
  public void removeConfig(String id) {
    remover.config(id);
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout)
      throws InterruptedException {
    return exec.run(containerId, command, timeout);
  }

  @Override
  public int exec(
      String containerId,
      List<String> command,
      @Nullable InputStream input,
      Consumer<byte[]> output,
      Consumer<byte[]> errors,
      Duration timeout)
      throws InterruptedException {
    return exec.run(containerId, command, input, output, errors, timeout);
  }

  @Override
  public String startSandbox(Sandbox sandbox, Owner owner) {
    return sandboxes.start(sandbox, owner);
  }

  @Override
  public @Nullable InputStream readArchive(String containerId, String path) {
    return archives.read(containerId, path);
  }

  @Override
  public boolean writeArchive(String containerId, String folder, InputStream tar) {
    return archives.write(containerId, folder, tar);
  }

  @Override
  public @Nullable ImageProblem ensureImage(String image, Duration timeout) {
    return images.ensure(image, timeout);
  }

  @Override
  public @Nullable String imageId(String image) {
    var local = images.local(image);
    return local == null ? null : local.getId();
  }

  @Override
  public Set<String> imageIds() {
    return images.ids();
  }

  @Override
  public ImageRemoval removeImage(String image, String id) {
    return imageRemover.remove(image, id);
  }

  @Override
  public @Nullable Path dataFolder() {
    if (!engine.isHere()) {
      return null;
    }
    String folder =
        engine.call("describe itself", () -> engine.docker().infoCmd().exec().getDockerRootDir());
    return folder == null ? null : Path.of(folder);
  }

  @Override
  public void logs(String runUid, @Nullable Instant since, Consumer<LogLine> lines) {
    logs.read(runUid, since, lines);
  }

  @Override
  public AutoCloseable followLogs(String runUid, Consumer<LogLine> lines) {
    return new FollowedLogs(engine, runUid, lines);
  }

  @Override
  public AutoCloseable events(String controller, Consumer<@Nullable String> runUids) {
    return Events.open(engine, Api.CONTROLLER_LABEL, controller, runUids);
  }

  @Override
  public void close() {
    engine.close();
  }
}
