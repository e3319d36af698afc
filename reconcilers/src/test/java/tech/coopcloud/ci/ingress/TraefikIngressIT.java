package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.orphan.OrphanSweeper;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.swarm.DockerCli;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/** A real Traefik on a real swarm. */
class TraefikIngressIT {
  private static final Duration PATIENCE = Stack.PATIENCE;
  private static final Owner NOBODY = new Owner("", "", "");
  private static final InetSocketAddress FREE = new InetSocketAddress("127.0.0.1", 0);

  private final String controller =
      "cc-ci-it-" + HexFormat.of().toHexDigits(new Random().nextInt());
  private final String network = controller + "-net";
  private final Swarm swarm = new DockerSwarm();
  private final Stack stack = new Stack(controller);

  @TempDir Path folder;

  @BeforeAll
  static void images() throws Exception {
    Stack.ensureImage();
    Stack.ensureImage(TraefikSpec.IMAGE);
  }

  @AfterEach
  void nothingIsLeft() {
    stack.remove(swarm);
    assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
    Stack.removeNetwork(swarm, network);
    swarm.close();
  }

  private TraefikIngress.Setup setup(InetSocketAddress listen) {
    return new TraefikIngress.Setup(swarm, controller, Stack.ZONE, listen, folder, null, null);
  }

  private void deploy() {
    swarm.createService(
        stack.service("app", stack.labels(80), List.of(network), Stack.echo()), stack.owner);
    stack.awaitRunning(swarm, 1);
  }

  private void awaitAnswer(Ingress ingress) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                ingress.get(ingress.uri(stack.domain, "/"), PATIENCE) instanceof Answer.Response it
                    && it.code() == 200
                    && it.body().startsWith("GET /|" + stack.domain));
  }

  private List<String> services() {
    return swarm.observeIngress(controller).services().stream().map(Observed.Service::id).toList();
  }

  @Test
  void aDeploymentAnswersThroughATraefikOfOursWhichGoesWithUs() throws Exception {
    try (TraefikIngress ingress = TraefikIngress.start(setup(FREE), network)) {
      deploy();
      awaitAnswer(ingress);
      assertThat(ingress.noRoute(stack.of(), stack.domain)).contains("No service has labels");
      stack.remove(swarm);
    }
    assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
  }

  @Test
  void whatAKilledProcessLeftIsTakenOverAndGoesWhenAnotherIngressIsWanted() throws Exception {
    OwnTraefik own = new OwnTraefik(swarm, controller, network);
    leftHalfWay();
    TraefikIngress killed = TraefikIngress.start(setup(FREE), network);
    List<String> services = services();
    deploy();
    awaitAnswer(killed);
    new OrphanSweeper(swarm, controller, () -> Set.of(stack.owner.runUid())).sweep();

    TraefikIngress next = TraefikIngress.start(setup(FREE), network);

    assertThat(next.address()).isEqualTo(killed.address());
    assertThat(services()).isEqualTo(services).hasSize(1);
    awaitAnswer(next);
    own.removeUnlessUsed(); // a run of ours, which goes on with the next ingress, is no reason
    assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
    next.close();
    killed.close();
  }

  /** As when the process was killed before it had created the service. */
  private void leftHalfWay() {
    TraefikCertificate none = new TraefikCertificate("of an earlier start", null);
    TraefikSpec spec = new TraefikSpec(controller, network, 1, 2, "node", none);
    swarm.createSecret(spec.secret(), Owner.ofIngress(controller));
    swarm.createConfig(spec.config(), Owner.ofIngress(controller));
  }

  @Test
  void itStaysForAServiceOfOthers() throws Exception {
    ServiceSpec foreign = stack.service("app", stack.labels(80), List.of(network), Stack.echo());
    try (TraefikIngress ingress = TraefikIngress.start(setup(FREE), network)) {
      swarm.createService(foreign, NOBODY);
      awaitAnswer(ingress);
    }
    assertThat(services()).hasSize(1);
    DockerCli.docker("service", "rm", foreign.name());
    new OwnTraefik(swarm, controller, network).removeUnlessUsed();
  }

  @Test
  void theTraefikOfTheSwarmIsAdoptedAndLeftAsItIs() throws Exception {
    leftHalfWay();
    swarm.ensureIngressNetwork(network);
    TraefikSpec foreign =
        new TraefikSpec(
            controller + "-foreign",
            network,
            freePort(),
            freePort(),
            swarm.info().nodeId(),
            TraefikCertificate.generated(folder, Stack.ZONE, Clock.systemUTC()));
    swarm.createSecret(foreign.secret(), NOBODY);
    swarm.createConfig(foreign.config(), NOBODY);
    swarm.createService(foreign.service(), NOBODY);
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> !swarm.neighbours(network).getFirst().nodes().isEmpty());
      try (TraefikIngress ingress = TraefikIngress.start(adopting(), network)) {
        assertThat(ingress.address().getPort()).isEqualTo(foreign.https());
        assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
        deploy();
        awaitAnswer(ingress);
      }
      assertThat(swarm.neighbours(network)).anyMatch(it -> it.name().equals(foreign.name()));
    } finally {
      DockerCli.docker("service", "rm", foreign.name());
      DockerCli.docker("secret", "rm", foreign.secret().name());
      DockerCli.docker("config", "rm", foreign.config().name());
    }
  }

  /** With the certificate of whom to trust, and not the key. */
  private TraefikIngress.Setup adopting() {
    return new TraefikIngress.Setup(
        swarm, controller, Stack.ZONE, FREE, folder, folder.resolve("ingress-ca.pem"), null);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void aCertificateWithoutItsKeyIsRefusedWhereThereIsNothingToAdopt() throws Exception {
    Authority.in(folder, Clock.systemUTC());
    assertThatThrownBy(() -> TraefikIngress.start(adopting(), network))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("give --ingress-key");
  }

  @Test
  void theCertificateThatIsGivenIsShown() throws Exception {
    Authority authority = Authority.in(folder.resolve("foreign"), Clock.systemUTC());
    KeyPair keys = Authority.newKeys();
    Path certificate = folder.resolve("wildcard.pem");
    Path key = folder.resolve("wildcard.key");
    Files.writeString(
        certificate,
        Authority.pem(authority.issue(List.of("*." + Stack.ZONE), keys.getPublic()))
            + Authority.pem(authority.certificate()));
    Files.writeString(key, Authority.pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    TraefikIngress.Setup given =
        new TraefikIngress.Setup(swarm, controller, Stack.ZONE, FREE, folder, certificate, key);
    try (TraefikIngress ingress = TraefikIngress.start(given, network)) {
      assertThat(ingress.caCertificate()).isEqualTo(authority.certificate());
      assertThat(ingress.get(ingress.uri("none." + Stack.ZONE, "/"), PATIENCE))
          .asInstanceOf(type(Answer.Response.class))
          .extracting(Answer.Response::code)
          .isEqualTo(404);
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      InetSocketAddress listen = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(() -> TraefikIngress.start(setup(listen), network))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void aTraefikThatPublishesNothingIsNamed() throws Exception {
    String name = controller + "-foreign";
    swarm.ensureIngressNetwork(network);
    DockerCli.docker(
        "service",
        "create",
        "--quiet",
        "--detach",
        "--name",
        name,
        "--network",
        network,
        "--endpoint-mode",
        "dnsrr",
        "--replicas",
        "0",
        TraefikSpec.IMAGE);
    try {
      assertThatThrownBy(() -> TraefikIngress.start(setup(FREE), network))
          .isInstanceOf(SwarmException.Refused.class)
          .hasMessageContaining(name)
          .hasMessageContaining("web-secure (443)");
    } finally {
      DockerCli.docker("service", "rm", name);
    }
  }

  @Test
  void aCertificateOfAnotherZoneIsRefused() throws Exception {
    Authority authority = Authority.in(folder.resolve("foreign"), Clock.systemUTC());
    KeyPair keys = Authority.newKeys();
    Path certificate = folder.resolve("wildcard.pem");
    Path key = folder.resolve("wildcard.key");
    Files.writeString(
        certificate, Authority.pem(authority.issue(List.of("*.example.org"), keys.getPublic())));
    Files.writeString(
        key, Authority.pem(new JcaPKCS8Generator(Authority.newKeys().getPrivate(), null)));
    Clock clock = Clock.systemUTC();
    assertThatThrownBy(() -> TraefikCertificate.given(certificate, key, Stack.ZONE, clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not for *." + Stack.ZONE);
    assertThatThrownBy(() -> TraefikCertificate.given(certificate, key, "example.org", clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold the key");
  }
}
