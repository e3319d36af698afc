package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.swarm.Neighbour;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.StackRemover;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * The Traefik that this installation of cc-ci deploys. It keeps nothing, so it is taken down when
 * cc-ci stops, unless something still routes through it, and what an earlier process left is taken
 * over when it is as it should be.
 */
final class OwnTraefik {
  private static final Logger LOG = LoggerFactory.getLogger(OwnTraefik.class);
  private static final Duration PULL = Duration.ofMinutes(5);
  private static final Duration REMOVAL = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final Swarm swarm;
  private final String controller;
  private final String network;

  OwnTraefik(Swarm swarm, String controller, String network) {
    this.swarm = swarm;
    this.controller = controller;
    this.network = network;
  }

  /**
   * Sees to it that it is deployed.
   *
   * @param port for https; 0 takes that of one that stands already, else a free one
   * @return the port
   */
  int deploy(int port, TraefikCertificate certificate) throws IOException {
    Neighbour standing = standing().orElse(null);
    int https = port != 0 ? port : published(standing, HTTPS, 0);
    int http = https == HTTPS ? HTTP : published(standing, HTTP, https);
    TraefikSpec spec =
        new TraefikSpec(controller, network, https, http, swarm.info().nodeId(), certificate);
    if (standing != null
        && spec.definition().equals(standing.labels().get(TraefikSpec.DEFINITION_LABEL))) {
      LOG.info("Traefik runs already, as the service {} that cc-ci deployed", spec.name());
      return https;
    }
    remove();
    requireFree(https);
    requireFree(http);
    Swarm.ImageProblem problem = swarm.ensureImage(TraefikSpec.IMAGE, PULL);
    if (problem != null) {
      throw new SwarmException.Unavailable(problem.sentence(), null);
    }
    LOG.info("Deploying Traefik as the service {}, on port {}", spec.name(), https);
    Owner owner = Owner.ofIngress(controller);
    swarm.createSecret(spec.secret(), owner);
    swarm.createConfig(spec.config(), owner);
    swarm.createService(spec.service(), owner);
    return https;
  }

  /**
   * The engine would publish a port over the head of a program of this node that has it. Listening
   * on a low port to see whether that can be is not everybody's right, so it is called.
   */
  private static void requireFree(int port) throws IOException {
    try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), port)) {
      throw new IOException(
          "port %d is taken by another program, so Traefik cannot have it: stop that, or give another --ingress-listen"
              .formatted(taken.getPort()));
    } catch (ConnectException e) {
      LOG.debug("Port {} is free", port);
    }
  }

  private Optional<Neighbour> standing() {
    return swarm.neighbours(network).stream()
        .filter(it -> controller.equals(it.labels().get(Api.INGRESS_LABEL)))
        .findFirst();
  }

  /** The port that answers for the target, else a free one other than the one that is taken. */
  private static int published(@Nullable Neighbour standing, int target, int taken)
      throws IOException {
    List<Neighbour.Port> ports = standing == null ? List.of() : standing.ports();
    for (Neighbour.Port port : ports) {
      if (port.target() == target && port.published() > 0) {
        return port.published();
      }
    }
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      return one.getLocalPort() == taken ? other.getLocalPort() : one.getLocalPort();
    } catch (IOException e) {
      throw new IOException("no port is free for what is to answer on " + target, e);
    }
  }

  /** Why its task does not start, as Swarm says it; null while nothing is known to be wrong. */
  @Nullable String trouble() {
    return swarm.observeIngress(controller).tasks().stream()
        .filter(it -> it.desired().equals("running"))
        .map(Observed.Task::error)
        .filter(it -> it != null)
        .findFirst()
        .orElse(null);
  }

  /**
   * Takes it down, unless a service of others answers through it. Runs that go on find the next
   * start's.
   */
  void removeUnlessUsed() {
    if (swarm.observeIngress(controller).isEmpty()) {
      return;
    }
    Optional<Neighbour> user =
        swarm.neighbours(network).stream()
            .filter(it -> !it.labels().containsKey(Api.CONTROLLER_LABEL))
            .filter(it -> Options.isTrue(it.labels().getOrDefault("traefik.enable", "")))
            .findFirst();
    if (user.isPresent()) {
      LOG.info(
          "Traefik stays up: the service {} answers through it; the next start of cc-ci takes it over",
          user.get().name());
      return;
    }
    remove();
  }

  /** Takes it down. */
  void remove() {
    StackRemover remover = new StackRemover(swarm, (name, removal) -> removal.run());
    BooleanSupplier gone =
        () -> {
          Observed left = swarm.observeIngress(controller);
          return left.isEmpty()
              || (remover.remove(left, () -> swarm.observeIngress(controller)) == null
                  && swarm.observeIngress(controller).isEmpty());
        };
    if (!await(gone, REMOVAL)) {
      throw new SwarmException.Unavailable(
          "The service %s is not gone within %d s: see docker service ps %1$s."
              .formatted(TraefikSpec.name(controller), REMOVAL.toSeconds()),
          null);
    }
  }

  /** Looks until it is so; false when the time is over or the thread is interrupted. */
  static boolean await(BooleanSupplier condition, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
