package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.DockerCli;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/** A deployment with labels for Traefik, named as those of a run are. */
public final class Stack {
  public static final String ZONE = "ingress-it.localhost";
  public static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String IMAGE = "nginx:1.27.2";

  public final String domain;
  public final String name;
  public final Owner owner;

  public Stack(String controller) {
    String id = HexFormat.of().toHexDigits(new Random().nextInt()).substring(0, 6);
    this.domain = "test-" + id + "." + ZONE;
    this.name = domain.replace('.', '_');
    this.owner = new Owner(controller, "uid-ingress-" + id, "default/ingress-" + id);
  }

  /** What a recipe with one web service says, for the domain of this stack. */
  public Map<String, String> labels(int port) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("traefik.enable", "true");
    labels.put("traefik.http.services." + name + ".loadbalancer.server.port", "" + port);
    labels.put("traefik.http.routers." + name + ".rule", "Host(`" + domain + "`)");
    labels.put("traefik.http.routers." + name + ".entrypoints", "web-secure");
    labels.put("traefik.http.routers." + name + ".tls.certresolver", "");
    return labels;
  }

  public ServiceSpec service(
      String shortName, Map<String, String> labels, List<String> networks, String script) {
    return service(IMAGE, shortName, labels, networks, script);
  }

  ServiceSpec service(
      String image,
      String shortName,
      Map<String, String> labels,
      List<String> networks,
      String script) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("com.docker.stack.namespace", name);
    return new ServiceSpec(
        name + "_" + shortName,
        shortName,
        all,
        container(image, script),
        new ServiceSpec.Mode(false, 1),
        null,
        new ServiceSpec.RestartPolicy("none", null, null, null),
        new ServiceSpec.Placement(List.of(), List.of(), 0),
        null,
        null,
        null,
        networks.stream()
            .map(it -> new ServiceSpec.Attachment(it, List.of(shortName), Map.of()))
            .toList(),
        "",
        List.of());
  }

  private ContainerSpec container(String image, String script) {
    return new ContainerSpec(
        image,
        List.of(),
        List.of("sh", "-c", script),
        List.of(),
        Map.of("com.docker.stack.namespace", name),
        null,
        null,
        List.of(),
        null,
        null,
        Duration.ofSeconds(1),
        false,
        false,
        false,
        true,
        null,
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  StackSpec of(ServiceSpec... services) {
    return new StackSpec(
        name,
        List.of("proxy"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(services),
        0,
        List.of());
  }

  /** nginx with these server blocks. */
  public static String nginx(String servers) {
    return "cat >/etc/nginx/conf.d/default.conf <<'END'\n"
        + servers
        + "\nEND\nexec nginx -g 'daemon off;'";
  }

  /** nginx that says what it was asked, and marks its answers as a deployment's. */
  static String echo() {
    return nginx(
        """
        server {
          listen 80;
          listen 8080;
          location / {
            add_header X-From-App $server_port always;
            return 200 "$request_method $request_uri|$http_host|$http_x_forwarded_proto|$http_x_forwarded_host|$http_x_forwarded_port|$http_x_forwarded_prefix|$http_x_kind|$http_x_replaced_path|$http_authorization";
          }
        }""");
  }

  public static void ensureImage() throws IOException, InterruptedException {
    ensureImage(IMAGE);
  }

  static void ensureImage(String image) throws IOException, InterruptedException {
    if (!DockerCli.docker("images", "-q", image).isEmpty()) {
      return;
    }
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("examples/images/build"))) {
      root = root.getParent();
    }
    Process build =
        new ProcessBuilder(root.resolve("examples/images/build").toString(), image)
            .inheritIO()
            .start();
    if (build.waitFor() != 0) {
      throw new AssertionError("examples/images/build cannot make " + image);
    }
  }

  public void awaitRunning(Swarm swarm, int containers) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(swarm.observe(owner.runUid()).tasks())
                    .as(() -> logs(swarm))
                    .hasSize(containers)
                    .allMatch(it -> it.state().equals("running")));
  }

  /** A container that runs need not listen yet. */
  public void awaitBody(Ingress ingress, String path, String body, Duration patience) {
    Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                ingress.get(ingress.uri(domain, path), patience) instanceof Answer.Response it
                    && it.body().equals(body));
  }

  private String logs(Swarm swarm) {
    List<String> lines = new ArrayList<>();
    swarm.logs(owner.runUid(), null, it -> lines.add(it.text()));
    return String.join("; ", lines);
  }

  public void remove(Swarm swarm) {
    Observed seen = swarm.observe(owner.runUid());
    seen.services().forEach(it -> swarm.removeService(it.id()));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(SwarmException.Unavailable.class)
        .until(
            () -> {
              swarm
                  .observe(owner.runUid())
                  .containers()
                  .forEach(it -> swarm.removeContainer(it.id()));
              return swarm.observe(owner.runUid()).isEmpty();
            });
  }

  /** Swarm has it in use until it has put down every task that was on it. */
  static void removeNetwork(Swarm swarm, String network) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SwarmException.class)
        .until(
            () -> {
              swarm.removeNetwork(network);
              return DockerCli.docker("network", "ls", "-q", "--filter", "name=" + network)
                  .isEmpty();
            });
  }
}
