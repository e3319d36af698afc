package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.ingress.Variants.Variant;
import tech.coopcloud.ci.ingress.Visitor.Ask;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * The embedded ingress against a real Traefik: every variant is deployed once and asked through
 * both. What differs by design says so in {@link Variants}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraefikEquivalenceIT {
  private final String controller =
      "cc-ci-it-" + HexFormat.of().toHexDigits(new Random().nextInt());
  private final String network = controller + "-net";
  private final Swarm swarm = new DockerSwarm();
  private final Map<Variant, Stack> stacks = new LinkedHashMap<>();
  private final Stack last = new Stack(controller);

  @TempDir static Path folder;
  private TraefikIngress traefik;
  private EmbeddedIngress embedded;

  @BeforeAll
  void deploy() throws Exception {
    Stack.ensureImage();
    Stack.ensureImage(TraefikSpec.IMAGE);
    InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
    traefik =
        TraefikIngress.start(
            new TraefikIngress.Setup(swarm, controller, Stack.ZONE, free, folder, null, null),
            network);
    embedded = EmbeddedIngress.start(swarm, controller, Stack.ZONE, free, folder, network);
    for (Variant variant : Variants.all(network)) {
      Stack stack = new Stack(controller);
      stacks.put(variant, stack);
      for (ServiceSpec service : variant.services().apply(stack)) {
        swarm.createService(service, stack.owner);
      }
    }
    for (Map.Entry<Variant, Stack> it : stacks.entrySet()) {
      it.getValue().awaitRunning(swarm, it.getKey().services().apply(it.getValue()).size());
    }
    swarm.createService(
        last.service("app", last.labels(80), List.of(network), Stack.echo()), last.owner);
    // Traefik reads all services at once, so when it knows the last it knows them all.
    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .until(
            () ->
                traefik.get(traefik.uri(last.domain, "/"), Duration.ofSeconds(5))
                        instanceof Answer.Response it
                    && it.code() == 200);
  }

  @AfterAll
  void removeAll() {
    stacks.values().forEach(it -> it.remove(swarm));
    last.remove(swarm);
    if (embedded != null) {
      embedded.close();
    }
    if (traefik != null) {
      traefik.close();
    }
    assertThat(swarm.observeIngress(controller).isEmpty()).isTrue();
    Stack.removeNetwork(swarm, network);
    swarm.close();
  }

  @Test
  void theEmbeddedIngressAnswersAsTraefikDoes() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (Visitor real = new Visitor(traefik.address());
        Visitor ours = new Visitor(embedded.address())) {
      for (Map.Entry<Variant, Stack> it : stacks.entrySet()) {
        Variant variant = it.getKey();
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Ask ask : variant.asks()) {
          String question = ask + ": ";
          expected.add(question + real.ask(ask, it.getValue().domain));
          seen.add(question + ours.ask(ask, it.getValue().domain));
        }
        if (variant.differently() == null) {
          softly.assertThat(seen).as(variant.name()).isEqualTo(expected);
        } else {
          softly
              .assertThat(seen)
              .as("%s: by design, since %s", variant.name(), variant.differently())
              .isNotEqualTo(expected);
        }
      }
    }
    softly.assertAll();
  }

  @Test
  void whatTraefikDoesNotRouteIsSaidBeforeADeployment() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<Variant, Stack> it : stacks.entrySet()) {
      Variant variant = it.getKey();
      Stack stack = it.getValue();
      ServiceSpec[] services = variant.services().apply(stack).toArray(ServiceSpec[]::new);
      String why = traefik.noRoute(stack.of(services), stack.domain);
      if (variant.why() == null) {
        softly.assertThat(why).as(variant.name()).isNull();
      } else {
        softly.assertThat(why).as(variant.name()).contains(variant.why()).endsWith(".");
        softly
            .assertThat(embedded.noRoute(stack.of(services), stack.domain))
            .as(variant.name())
            .isEqualTo(why);
      }
    }
    softly.assertAll();
  }
}
