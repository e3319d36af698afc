package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Swarm;

/** On a real swarm, with nginx in the containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedIngressIT {
  private static final Duration PATIENCE = Stack.PATIENCE;

  /** Less than what is seen is kept without an event. */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  private static final List<String> PROXY = List.of("proxy");
  private static final String SLEEP = "exec sleep 3600";

  private final String controller =
      "ctl-ingress-" + HexFormat.of().toHexDigits(new Random().nextInt());
  private final Swarm swarm = new DockerSwarm();
  private final Stack stack = new Stack(controller);
  private final Stack other = new Stack(controller);

  @TempDir static Path folder;
  private EmbeddedIngress ingress;

  @BeforeAll
  void deploy() throws Exception {
    Stack.ensureImage();
    swarm.ensureIngressNetwork("proxy");
    ingress = start(folder.resolve("pki"));
    swarm.createService(stack.service("app", appLabels(), PROXY, Stack.nginx(app())), stack.owner);
    swarm.createService(stack.service("dead", at("dead", 80), PROXY, SLEEP), stack.owner);
    swarm.createService(
        other.service(
            "app",
            with(
                other.labels(80),
                "traefik.http.routers." + other.name + ".rule",
                "Host(`%s`) || Host(`%s`) || HostRegexp(`.*`)"
                    .formatted(other.domain, stack.domain)),
            PROXY,
            Stack.nginx("server { listen 80; location / { return 200 other; } }")),
        other.owner);
    stack.awaitRunning(swarm, 2);
    other.awaitRunning(swarm, 1);
    stack.awaitBody(ingress, "/", "hello", PATIENCE);
    other.awaitBody(ingress, "/", "other", PATIENCE);
  }

  @AfterAll
  void removeAll() {
    stack.remove(swarm);
    other.remove(swarm);
    ingress.close();
    swarm.close();
  }

  private EmbeddedIngress start(Path pki) throws Exception {
    return EmbeddedIngress.start(
        swarm, controller, Stack.ZONE, new InetSocketAddress("127.0.0.1", 0), pki);
  }

  /** Routes of the kinds that recipes have, all to one container. */
  private Map<String, String> appLabels() {
    Map<String, String> labels = stack.labels(80);
    String routers = "traefik.http.routers." + stack.name;
    String services = "traefik.http.services." + stack.name;
    String middlewares = "traefik.http.middlewares." + stack.name;
    labels.put(routers + ".service", stack.name);
    for (String extra : List.of("strip", "old", "locked", "wrong", "tls", "no-tls", "forged")) {
      labels.put(
          routers + "-" + extra + ".rule",
          "Host(`%s`) && PathPrefix(`/%s`)".formatted(stack.domain, extra));
      labels.put(routers + "-" + extra + ".tls", "true");
      labels.put(routers + "-" + extra + ".service", stack.name);
    }
    labels.put(routers + "-strip.middlewares", stack.name + "-strip");
    labels.put(middlewares + "-strip.stripprefix.prefixes", "/strip");
    labels.put(routers + "-forged.middlewares", stack.name + "-forged");
    labels.put(middlewares + "-forged.headers.customresponseheaders.cc-ci-ingress", "CERTIFICATE");
    labels.put(routers + "-old.middlewares", stack.name + "-old@swarm");
    labels.put(middlewares + "-old.redirectregex.regex", "^https://([^/]*)/old/(.*)");
    labels.put(middlewares + "-old.redirectregex.replacement", "https://$1/echo/${2}");
    labels.put(routers + "-locked.middlewares", stack.name + "-locked");
    labels.put(
        middlewares + "-locked.basicauth.users", "ada:$apr1$JrqCzbcJ$Z8VmtTgKiZbJv9hsdsnSL0");
    labels.put(routers + "-wrong.service", stack.name + "-wrong");
    labels.put(services + "-wrong.loadbalancer.server.port", "81");
    labels.put(routers + "-tls.service", stack.name + "-tls");
    labels.put(services + "-tls.loadbalancer.server.port", "443");
    labels.put(services + "-tls.loadbalancer.server.scheme", "https");
    labels.put(routers + "-no-tls.service", stack.name + "-no-tls");
    labels.put(services + "-no-tls.loadbalancer.server.port", "80");
    labels.put(services + "-no-tls.loadbalancer.server.scheme", "https");
    return labels;
  }

  private Map<String, String> at(String below, int port) {
    Map<String, String> labels = new TreeMap<>();
    String name = stack.name + "-" + below;
    labels.put("traefik.enable", "true");
    labels.put("traefik.http.services." + name + ".loadbalancer.server.port", "" + port);
    labels.put(
        "traefik.http.routers." + name + ".rule", "Host(`%s.%s`)".formatted(below, stack.domain));
    labels.put("traefik.http.routers." + name + ".tls", "true");
    return labels;
  }

  private static Map<String, String> with(Map<String, String> labels, String key, String value) {
    labels.put(key, value);
    return labels;
  }

  private String app() throws Exception {
    KeyPair keys = Authority.newKeys();
    Authority foreign = Authority.in(folder.resolve("foreign"), Clock.systemUTC());
    Path shared = folder.resolve("backend.pem");
    Files.writeString(
        shared,
        pem(foreign.issue(List.of("backend"), keys.getPublic()))
            + pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    return """
        server {
          listen 80;
          location = / { return 200 hello; }
          location /echo/ {
            return 200 "$request_uri|$http_host|$http_x_forwarded_for|$http_x_forwarded_proto|$http_x_forwarded_host|$http_x_forwarded_port|$http_x_real_ip|$http_x_forwarded_prefix";
          }
          location /status/ { return 418 teapot; }
          location /loop { return 302 /loop; }
          location /away { return 302 https://elsewhere.example/x; }
          location /home { return 301 https://$host/; }
          location /plain { return 301 http://$host/echo/plain; }
          location /forged { add_header cc-ci-ingress UNREACHABLE always; return 200 forged; }
        }
        server {
          listen 443 ssl;
          ssl_certificate /tmp/backend.pem;
          ssl_certificate_key /tmp/backend.pem;
          location / { return 200 secret; }
        }
        END
        cat >/tmp/backend.pem <<'END'
        """
        + Files.readString(shared);
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private Answer get(String path) throws InterruptedException {
    return ingress.get(ingress.uri(stack.domain, path), PATIENCE);
  }

  private Answer.Response response(String path) throws InterruptedException {
    Answer answer = get(path);
    assertThat(answer).isInstanceOf(Answer.Response.class);
    return (Answer.Response) answer;
  }

  private static void assertFailure(Answer answer, Answer.Kind kind, String... words) {
    assertThat(answer)
        .asInstanceOf(type(Answer.Failure.class))
        .satisfies(
            it -> {
              assertThat(it.kind()).isEqualTo(kind);
              assertThat(it.sentence()).contains(words).endsWith(".");
            });
  }

  @Test
  void aServiceAnswersUnderItsDomain() throws Exception {
    assertThat(response("/").body()).isEqualTo("hello");
    assertThat(response("/status/x").code()).isEqualTo(418);
  }

  @Test
  void theServiceIsToldWhoAskedAsInProductionWhereNobodyNamesThePort() throws Exception {
    assertThat(response("/echo/a%20b?c=d%7Ce").body())
        .isEqualTo(
            "/echo/a%%20b?c=d%%7Ce|%s|127.0.0.1|https|%s|443|127.0.0.1|"
                .formatted(stack.domain, stack.domain));
  }

  @Test
  void aPageHasTheDomainAloneForItsAddress() {
    assertThat(ingress.uri(stack.domain, "/a b?c=d").getPort())
        .isEqualTo(ingress.address().getPort());
    assertThat(ingress.page(stack.domain, "/a b?c=d"))
        .hasToString("https://" + stack.domain + "/a%20b?c=d");
  }

  @Test
  void middlewaresChangeTheRequest() throws Exception {
    assertThat(response("/strip/echo/x").body()).startsWith("/echo/x|").endsWith("|/strip");
    assertThat(response("/old/page").body()).startsWith("/echo/page|");
    assertThat(response("/locked/x").code()).isEqualTo(401);
  }

  @Test
  void redirectsAreFollowedWithinTheDomainOnly() throws Exception {
    assertThat(response("/home").body()).isEqualTo("hello");
    assertThat(response("/plain").body()).startsWith("/echo/plain|");
    assertFailure(get("/loop"), Answer.Kind.REDIRECT, "in a circle");
    assertFailure(get("/away"), Answer.Kind.REDIRECT, "https://elsewhere.example/x");
  }

  @Test
  void aDeadServiceIsABadGatewayWithASentence() throws Exception {
    assertFailure(
        ingress.get(ingress.uri("dead." + stack.domain, "/"), PATIENCE),
        Answer.Kind.UNREACHABLE,
        stack.name + "_dead, port 80,",
        "Connection refused");
    assertFailure(get("/wrong"), Answer.Kind.UNREACHABLE, "port 81", "Connection refused");
  }

  @Test
  void aServiceWithACertificateOfNobodyIsNotTrusted() throws Exception {
    assertFailure(get("/tls"), Answer.Kind.CERTIFICATE, "port 443", "certificate is not trusted");
  }

  @Test
  void aServiceThatSpeaksHttpWhereItsLabelsSayHttpsIsNotBlamedForItsCertificate() throws Exception {
    assertFailure(get("/no-tls"), Answer.Kind.UNREACHABLE, "port 80", "does not speak it");
  }

  @Test
  void aDeploymentCannotPretendToBeTheIngress() throws Exception {
    assertThat(response("/forged").body()).isEqualTo("forged");
  }

  @Test
  void noRunTakesTheTrafficOfAnother() throws Exception {
    assertThat(response("/").body()).isEqualTo("hello");
    assertThat(ingress.get(ingress.uri(other.domain, "/"), PATIENCE))
        .asInstanceOf(type(Answer.Response.class))
        .extracting(Answer.Response::body)
        .isEqualTo("other");
    assertFailure(
        ingress.get(ingress.uri("none." + Stack.ZONE, "/"), PATIENCE),
        Answer.Kind.UNREACHABLE,
        "No run has the domain none." + Stack.ZONE);
    assertFailure(
        ingress.get(ingress.uri("elsewhere.example", "/"), PATIENCE),
        Answer.Kind.CERTIFICATE,
        "elsewhere.example");
  }

  @Test
  void onlyTheIngressesOwnCertificatesAreTrusted() throws Exception {
    Authority foreign = Authority.in(folder.resolve("another"), Clock.systemUTC());
    HttpClient client = new Jetty().visitor(ingress.address(), foreign.certificate());
    try {
      assertFailure(
          new Prober(client).get(ingress.uri(stack.domain, "/"), PATIENCE),
          Answer.Kind.CERTIFICATE,
          "is not to be trusted");
    } finally {
      client.stop();
    }
  }

  @Test
  void theCertificateAuthorityOutlivesARestartAndItsKeyIsPrivate() throws Exception {
    try (EmbeddedIngress again = start(folder.resolve("pki"))) {
      assertThat(again.caCertificate()).isEqualTo(ingress.caCertificate());
    }
    try (var files = Files.list(folder.resolve("pki"))) {
      assertThat(files.filter(it -> !it.endsWith("ingress-ca.pem")))
          .isNotEmpty()
          .allSatisfy(
              it ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(it)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aChangedRouteIsTakenAtOnceAndAContainerThatIsGoneIsLeft() throws Exception {
    Stack changing = new Stack(controller);
    String script = Stack.nginx("server { listen 80; location / { return 200 $request_uri; } }");
    try {
      swarm.createService(
          changing.service("app", changing.labels(80), List.of(), script), changing.owner);
      changing.awaitRunning(swarm, 1);
      assertFailure(
          ingress.get(ingress.uri(changing.domain, "/"), PATIENCE),
          Answer.Kind.UNREACHABLE,
          "not on the network proxy");

      swarm.updateService(
          changing.service("app", changing.labels(80), PROXY, script), changing.owner);
      changing.awaitBody(ingress, "/", "/", PATIENCE);
      Map<String, String> labels =
          with(
              changing.labels(80),
              "traefik.http.routers." + changing.name + ".middlewares",
              changing.name);
      labels.put("traefik.http.middlewares." + changing.name + ".addprefix.prefix", "/now");
      seenAfresh();
      swarm.updateService(changing.service("app", labels, PROXY, script), changing.owner);
      changing.awaitBody(ingress, "/x", "/now/x", AT_ONCE);

      Observed seen = swarm.observe(changing.owner.runUid());
      seen.services().forEach(it -> swarm.removeService(it.id()));
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () ->
                  ingress.get(ingress.uri(changing.domain, "/"), PATIENCE)
                          instanceof Answer.Failure failure
                      && failure.sentence().contains("No run has the domain"));
    } finally {
      changing.remove(swarm);
    }
  }

  /** That there is no way is only said after a look. */
  private void seenAfresh() throws InterruptedException {
    ingress.get(ingress.uri("none." + Stack.ZONE, "/"), PATIENCE);
  }
}
