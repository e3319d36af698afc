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
import tech.coopcloud.ci.swarm.DockerCli;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/** A real Traefik on a real swarm. */
class TraefikIngressIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
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
    if (!DockerCli.docker("network", "ls", "-q", "--filter", "name=" + network).isEmpty()) {
      DockerCli.docker("network", "rm", network);
    }
    swarm.close();
  }

  private TraefikIngress.Setup setup(String of, InetSocketAddress listen) {
    return new TraefikIngress.Setup(swarm, of, Stack.ZONE, listen, folder, null, null);
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

  private List<String> services(String of) {
    return swarm.observeIngress(of).services().stream().map(Observed.Service::id).toList();
  }

  @Test
  void aDeploymentAnswersThroughATraefikOfOursWhichGoesWithUs() throws Exception {
    try (TraefikIngress ingress = TraefikIngress.start(setup(controller, FREE), network)) {
      deploy();
      awaitAnswer(ingress);
      assertThat(ingress.noRoute(stack.of(), stack.domain)).contains("No service has labels");
      stack.remove(swarm);
    }
    assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
  }

  @Test
  void itStaysWhileADeploymentAnswersThroughItAndTheNextStartTakesItOver() throws Exception {
    String other = controller + "-other";
    new OrphanSweeper(swarm, controller, Set::of).sweep();
    InetSocketAddress address;
    List<String> services;
    try (TraefikIngress ingress = TraefikIngress.start(setup(controller, FREE), network)) {
      new OrphanSweeper(swarm, controller, Set::of).sweep();
      deploy();
      awaitAnswer(ingress);
      address = ingress.address();
      services = services(controller);
      try (TraefikIngress adopter = TraefikIngress.start(adopting(other), network)) {
        assertThat(adopter.address()).isEqualTo(address);
        awaitAnswer(adopter);
      }
      assertThat(services(other)).isEmpty();
    }
    assertThat(services(controller)).isEqualTo(services).hasSize(1);
    try (TraefikIngress again = TraefikIngress.start(setup(controller, FREE), network)) {
      assertThat(again.address()).isEqualTo(address);
      assertThat(services(controller)).isEqualTo(services);
      awaitAnswer(again);
      stack.remove(swarm);
    }
  }

  /** An installation with another data folder, which is told whom to trust. */
  private TraefikIngress.Setup adopting(String of) {
    return new TraefikIngress.Setup(
        swarm,
        of,
        Stack.ZONE,
        FREE,
        folder.resolve("other"),
        folder.resolve("ingress-ca.pem"),
        null);
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
      assertThatThrownBy(() -> TraefikIngress.start(setup(controller, listen), network))
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
      assertThatThrownBy(() -> TraefikIngress.start(setup(controller, FREE), network))
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
