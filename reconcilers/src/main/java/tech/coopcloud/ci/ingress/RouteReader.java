package tech.coopcloud.ci.ingress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;
import tech.coopcloud.ci.recipe.route.RuleParser;

/**
 * Makes of the labels of a stack's services what Traefik (v3, swarm provider, not exposing by
 * default) makes of them. What it would log and leave out is a sentence here.
 */
final class RouteReader {
  /** Co-op Cloud's names for ports 80 and 443. */
  private static final String HTTPS = "web-secure";

  private final String network;
  private final Router.Server server;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> routers = new TreeMap<>();
  private final Map<String, String> serviceOfRouter = new HashMap<>();
  private final Map<String, Map<String, String>> middlewares = new HashMap<>();
  private final Map<String, Router.Backend> backends = new HashMap<>();
  private final Map<String, List<String>> backendsOfService = new HashMap<>();
  private final Set<String> twice = new HashSet<>();

  private RouteReader(String network, Router.Server server) {
    this.network = network;
    this.server = server;
  }

  /**
   * Reads the labels of one stack.
   *
   * @param network that Traefik is on
   * @param server who is to serve them
   */
  static Routes read(List<Candidate> services, String network, Router.Server server) {
    RouteReader reader = new RouteReader(network, server);
    boolean none = true;
    for (Candidate service : services) {
      TraefikLabels labels = TraefikLabels.of(service.labels());
      if (labels.isEmpty()) {
        continue;
      }
      none = false;
      try {
        reader.collect(service, labels);
      } catch (NotServedException e) {
        reader.problems.add(e.sentence());
      }
    }
    if (none) {
      reader.problems.add(
          "No service has labels for Traefik under deploy.labels: traefik.enable=true, a router"
              + " with a rule, and the port of its service.");
    }
    return new Routes(reader.served(), reader.problems);
  }

  /** Takes what one service defines; all of it or nothing, as Traefik does. */
  private void collect(Candidate service, TraefikLabels labels) throws NotServedException {
    String name = service.shortName();
    if (!labels.enabled()) {
      throw new NotServedException(
          "The service %s has labels for Traefik, but not traefik.enable=true.".formatted(name));
    }
    KnownLabels.require(name, service.labels());
    requireNetwork(service, labels);
    if (labels.routers().isEmpty() && labels.elsewhere()) {
      throw new NotServedException(
          "The service %s has routers for TCP or UDP only, which the embedded ingress does not serve."
              .formatted(name));
    }
    Map<String, Router.Backend> own = backends(service, labels);
    backends.putAll(own);
    backendsOfService.put(name, List.copyOf(own.keySet()));
    labels.middlewares().forEach((key, value) -> put(middlewares, key, value));
    labels
        .routers()
        .forEach(
            (router, options) -> {
              put(routers, router, withService(options, own.keySet()));
              serviceOfRouter.putIfAbsent(router, name);
            });
    if (labels.routers().isEmpty()) {
      problems.add(
          "The service %s has no router: traefik.http.routers.<name>.rule is missing."
              .formatted(name));
    }
  }

  /** A router that names no service leads to the only one that is defined beside it. */
  private static Map<String, String> withService(Map<String, String> options, Set<String> own) {
    if (own.size() != 1 || !options.getOrDefault("service", "").isBlank()) {
      return options;
    }
    Map<String, String> complete = new TreeMap<>(options);
    complete.put("service", own.iterator().next());
    return complete;
  }

  private void put(Map<String, Map<String, String>> all, String name, Map<String, String> options) {
    Map<String, String> before = all.putIfAbsent(name, options);
    if (before != null && !before.equals(options)) {
      twice.add(name);
    }
  }

  private void requireNetwork(Candidate service, TraefikLabels labels) throws NotServedException {
    String named = labels.network();
    boolean elsewhere = !named.isEmpty() && !named.equals(network) && service.isOn(named);
    if (elsewhere && service.networks() != null) {
      throw new NotServedException(
          "The service %s is to be reached on the network %s (traefik.docker.network), which Traefik is not on: name %s."
              .formatted(service.shortName(), named, network));
    }
    if (!service.isOn(network)) {
      throw new NotServedException(
          "The service %s is not on the network %s, by which Traefik reaches services: add it under networks."
              .formatted(service.shortName(), network));
    }
  }

  private Map<String, Router.Backend> backends(Candidate service, TraefikLabels labels)
      throws NotServedException {
    Map<String, Router.Backend> own = new TreeMap<>();
    Map<String, Map<String, String>> defined = labels.services();
    if (defined.isEmpty()) {
      throw noPort(service.shortName(), service.service().replace('_', '-'));
    }
    for (Map.Entry<String, Map<String, String>> it : defined.entrySet()) {
      own.put(it.getKey(), backend(service, it.getKey(), it.getValue()));
    }
    return own;
  }

  private Router.Backend backend(Candidate service, String name, Map<String, String> values)
      throws NotServedException {
    Options options =
        new Options("service '" + name + "' of Traefik", values).below("loadbalancer");
    String port = options.text("server.port", "");
    if (port.isEmpty()) {
      throw noPort(service.shortName(), name);
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
      throw options.notServed("has the port '" + port + "': a number from 1 to 65535 is needed");
    }
    String scheme = options.text("server.scheme", "http");
    boolean embedded = server == Router.Server.EMBEDDED;
    if (embedded && !scheme.equals("http") && !scheme.equals("https")) {
      throw options.notHere(
          "has the scheme '" + scheme + "': the embedded ingress speaks http and https");
    }
    String transport = options.text("serverstransport", "");
    if (embedded && !transport.isEmpty()) {
      throw options.notHere(
          "wants the serverstransport '" + transport + "', which the embedded ingress lacks");
    }
    boolean passHost = Options.isTrue(options.text("passhostheader", "true"));
    return new Router.Backend(service.service(), Integer.parseInt(port), scheme, passHost);
  }

  private static NotServedException noPort(String service, String name) {
    return new NotServedException(
        "The service %s does not say its port: add the label traefik.http.services.%s.loadbalancer.server.port."
            .formatted(service, name));
  }

  private List<Router> served() {
    Middlewares defined = new Middlewares(middlewares, server);
    List<Router> served = new ArrayList<>();
    routers.forEach(
        (name, values) -> {
          try {
            served.add(router(name, new Options("router '" + name + "'", values), defined));
          } catch (NotServedException e) {
            problems.add(e.sentence());
          }
        });
    return served;
  }

  private Router router(String name, Options options, Middlewares defined)
      throws NotServedException {
    if (twice.contains(name)) {
      throw options.notServed("is defined by two services, and differently");
    }
    String rule = options.required("rule");
    List<String> entryPoints = options.list("entrypoints");
    if (!entryPoints.isEmpty() && !entryPoints.contains(HTTPS)) {
      throw options.notServed(
          "is on the entrypoint %s only, and https is %s"
              .formatted(String.join(", ", entryPoints), HTTPS));
    }
    requireTls(options);
    try {
      return new Router(
          name,
          rule,
          Matchers.condition(RuleParser.parse(rule), server),
          priority(options, rule),
          middleware(options, defined),
          backend(name, options));
    } catch (InvalidRuleException e) {
      throw options.notServed(
          "has the rule %s, which %s".formatted(Routes.shortened(rule), e.getMessage()));
    }
  }

  /** Without any tls label Traefik answers a router's requests over plain http only. */
  private static void requireTls(Options options) throws NotServedException {
    String tls = options.text("tls", "");
    boolean asked =
        Options.isTrue(tls)
            || options.values().keySet().stream().anyMatch(it -> it.startsWith("tls."));
    if (!asked) {
      throw options.notServed(
          "does not ask for TLS, so Traefik leaves https to others: add the label %s.tls=true"
              .formatted("traefik.http.routers.<name>"));
    }
  }

  private static long priority(Options options, String rule) throws NotServedException {
    String text = options.text("priority", "0");
    try {
      long priority = Long.parseLong(text);
      return priority == 0 ? rule.length() : priority;
    } catch (NumberFormatException e) {
      throw options.notServed("has the priority '" + text + "', which is no number");
    }
  }

  private static Middleware middleware(Options options, Middlewares defined)
      throws NotServedException {
    try {
      return defined.inOrder(options.list("middlewares"));
    } catch (NotServedException e) {
      throw options.notServed("is not served: " + withoutFullStop(e.sentence()));
    }
  }

  private Router.Backend backend(String router, Options options) throws NotServedException {
    String named = options.text("service", "");
    if (named.isEmpty()) {
      List<String> own =
          backendsOfService.getOrDefault(serviceOfRouter.getOrDefault(router, ""), List.of());
      if (own.size() != 1) {
        throw options.notServed(
            "does not say which service it leads to, and there are several: %s"
                .formatted(String.join(", ", own)));
      }
      named = own.getFirst();
    }
    String name = Reference.local(named);
    Router.@Nullable Backend backend = name == null ? null : backends.get(name);
    if (backend == null) {
      throw options.notServed(
          "leads to the service '" + named + "', which no label of the stack defines");
    }
    return backend;
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
