package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteReaderTest {
  private static final String PORT = "traefik.http.services.web.loadbalancer.server.port";

  private static Routes read(Candidate... candidates) {
    return RouteReader.read(List.of(candidates), "proxy", Router.Server.EMBEDDED);
  }

  @Test
  void labelsThatAreRightLeadTheDomainToTheService() {
    Routes routes = read(Labels.candidate(Labels.start("web", "Host(`a.b`)")));

    assertThat(routes.whyNot("a.b")).isNull();
    assertThat(routes.match(Calls.get("https://a.b/")).orElseThrow().backend())
        .isEqualTo(new Router.Backend("stack_app", 80, "http", true));
  }

  /** An empty value takes the label away. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          traefik.enable                        |              | not traefik.enable=true
          traefik.enable                        | yes          | not traefik.enable=true
          traefik.http.services.web.loadbalancer.server.port | | does not say its port
          traefik.http.services.web.loadbalancer.server.port | http | has the port 'http'
          traefik.http.services.web.loadbalancer.server.port | 70000 | has the port '70000'
          traefik.http.services.web.loadbalancer.server.scheme | h2c | has the scheme 'h2c'
          traefik.http.routers.web.rule         |              | lacks rule
          traefik.http.routers.web.rule         | Host(`x.y`)  | does not match it: its rule is Host(`x.y`)
          traefik.http.routers.web.rule         | Host(a.b)    | has the rule Host(a.b), which has
          traefik.http.routers.web.entrypoints  | web          | is on the entrypoint web only
          traefik.http.routers.web.tls.certresolver |          | does not ask for TLS
          traefik.http.routers.web.service      | other        | leads to the service 'other', which no label
          traefik.http.routers.web.service      | api@internal | leads to the service 'api@internal'
          traefik.http.routers.web.middlewares  | none         | The middleware 'none' does not exist
          traefik.http.routers.web.middlewares  | auth@file    | has no other provider
          traefik.http.routers.web.priority     | first        | has the priority 'first', which is no number
          traefik.docker.network                | stack_internal | which Traefik is not on
          """)
  void wrongLabelsAreToldInASentence(String key, String value, String words) {
    Map<String, String> labels = Labels.start("web", "Host(`a.b`)");
    if (value == null) {
      labels.remove(key);
    } else {
      labels.put(key, value);
    }

    assertThat(read(Labels.candidate(labels)).whyNot("a.b"))
        .startsWith("Nothing leads a.b to a service of the stack. ")
        .contains(words)
        .endsWith(".");
  }

  @Test
  void aServiceThatIsNotOnTheNetworkIsNotReached() {
    Candidate inside =
        new Candidate(
            "stack_app", "app", Labels.start("web", "Host(`a.b`)"), Set.of("stack_internal"));

    assertThat(read(inside).whyNot("a.b")).contains("app is not on the network proxy");
  }

  @Test
  void aRouterMayLeadToTheServiceThatAnotherLabelsDefine() {
    Map<String, String> routes = Labels.start("web", "Host(`a.b`)");
    routes.put("traefik.http.routers.web.service", "api@swarm");
    Candidate api =
        new Candidate(
            "stack_api",
            "api",
            Map.of(
                "traefik.enable",
                "true",
                "traefik.http.services.api.loadbalancer.server.port",
                "9"),
            Set.of("proxy"));

    assertThat(
            read(Labels.candidate(routes), api)
                .match(Calls.get("https://a.b/"))
                .orElseThrow()
                .backend()
                .service())
        .isEqualTo("stack_api");
  }

  @Test
  void oneRouterInTwoWaysIsServedInNone() {
    Candidate twin =
        new Candidate(
            "stack_twin",
            "twin",
            Map.copyOf(Labels.start("web", "Host(`a.b`) && Path(`/`)")),
            Set.of("proxy"));

    assertThat(read(Labels.candidate(Labels.start("web", "Host(`a.b`)")), twin).whyNot("a.b"))
        .contains("'web' is defined by two services, and differently");
  }

  @Test
  void routersForTcpAreToldToBeOutOfScope() {
    Map<String, String> tcp =
        Map.of("traefik.enable", "true", "traefik.tcp.routers.x.rule", "HostSNI(`a.b`)");

    assertThat(read(Labels.candidate(tcp)).whyNot("a.b")).contains("TCP or UDP only");
  }

  @Test
  void aStackWithoutLabelsIsToldWhichItNeeds() {
    assertThat(read(Labels.candidate(Map.of("other", "x"))).whyNot("a.b"))
        .contains("No service has labels for Traefik under deploy.labels");
  }

  @Test
  void severalServicesNeedTheRouterToSayWhich() {
    Map<String, String> labels = Labels.start("web", "Host(`a.b`)");
    labels.put(PORT.replace(".web.", ".more."), "81");

    assertThat(read(Labels.candidate(labels)).whyNot("a.b"))
        .contains("there are several: more, web");
  }

  @Test
  void keysHaveNoCaseBehindTraefik() {
    Map<String, String> labels = new java.util.TreeMap<>();
    Stream.of(Labels.start("web", "Host(`a.b`)"))
        .flatMap(it -> it.entrySet().stream())
        .forEach(
            it ->
                labels.put(
                    it.getKey().toUpperCase(java.util.Locale.ROOT).replace("TRAEFIK.", "traefik."),
                    it.getValue()));

    assertThat(read(Labels.candidate(labels)).whyNot("a.b")).isNull();
  }
}
