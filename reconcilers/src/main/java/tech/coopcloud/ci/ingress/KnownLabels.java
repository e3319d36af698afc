package tech.coopcloud.ci.ingress;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What makes Traefik (v3.6) leave out all labels of a service, and not only the one that is wrong:
 * it reads them into a structure of known fields, all or nothing.
 */
final class KnownLabels {
  private static final String ROOT = "traefik.";
  private static final Set<String> READ = Set.of("enable", "docker", "swarm", "http", "tcp", "udp");
  private static final Set<String> DOCKER = Set.of("network", "lbswarm", "allownonrunning");
  private static final Set<String> SWARM = Set.of("network", "lbswarm");
  private static final Set<String> KINDS =
      Set.of("routers", "services", "middlewares", "serverstransports", "models");
  private static final Set<String> ROUTER =
      Set.of(
          "entrypoints",
          "middlewares",
          "observability",
          "parentrefs",
          "priority",
          "rule",
          "rulesyntax",
          "service",
          "tls");
  private static final Set<String> SERVICE =
      Set.of("failover", "highestrandomweight", "loadbalancer", "mirroring", "weighted");
  private static final Set<String> LOAD_BALANCER =
      Set.of(
          "healthcheck",
          "passhostheader",
          "passivehealthcheck",
          "responseforwarding",
          "server",
          "servers",
          "serverstransport",
          "sticky",
          "strategy");
  private static final Set<String> MIDDLEWARE =
      Set.of(
          "addprefix",
          "basicauth",
          "buffering",
          "chain",
          "circuitbreaker",
          "compress",
          "contenttype",
          "digestauth",
          "errors",
          "forwardauth",
          "grpcweb",
          "headers",
          "inflightreq",
          "ipallowlist",
          "ipwhitelist",
          "passtlsclientcert",
          "plugin",
          "ratelimit",
          "redirectregex",
          "redirectscheme",
          "replacepath",
          "replacepathregex",
          "requestheadermodifier",
          "requestredirect",
          "responseheadermodifier",
          "retry",
          "stripprefix",
          "stripprefixregex",
          "urlrewrite");

  private KnownLabels() {}

  /**
   * Checks the labels of a service.
   *
   * @param service its short name
   */
  static void require(String service, Map<String, String> labels) throws NotServedException {
    boolean docker = false;
    boolean swarm = false;
    for (String key : new TreeMap<>(labels).keySet()) {
      String[] parts = key.toLowerCase(Locale.ROOT).split("\\.", -1);
      if (!parts[0].equals("traefik") || parts.length < 2 || !READ.contains(parts[1])) {
        continue;
      }
      if (!key.startsWith(ROOT)) {
        throw refused(service, key, "does not begin with traefik in lower case");
      }
      docker |= parts[1].equals("docker");
      swarm |= parts[1].equals("swarm");
      switch (parts[1]) {
        case "http" -> http(service, key, parts);
        case "docker" -> requireKnown(service, key, parts, 2, DOCKER);
        case "swarm" -> requireKnown(service, key, parts, 2, SWARM);
        default -> {}
      }
    }
    if (docker && swarm) {
      throw new NotServedException(
          "The service %s has labels of both traefik.docker and traefik.swarm, and then Traefik reads none of its labels: keep traefik.swarm."
              .formatted(service));
    }
  }

  private static void http(String service, String key, String[] parts) throws NotServedException {
    requireKnown(service, key, parts, 2, KINDS);
    switch (parts[2]) {
      case "routers" -> requireKnown(service, key, parts, 4, ROUTER);
      case "middlewares" -> requireKnown(service, key, parts, 4, MIDDLEWARE);
      case "services" -> {
        requireKnown(service, key, parts, 4, SERVICE);
        if (parts[4].equals("loadbalancer")) {
          requireKnown(service, key, parts, 5, LOAD_BALANCER);
        }
      }
      default -> {}
    }
  }

  private static void requireKnown(
      String service, String key, String[] parts, int at, Set<String> known)
      throws NotServedException {
    String part = parts.length > at ? parts[at].replaceFirst("\\[\\d+]$", "") : "";
    if (!known.contains(part)) {
      throw refused(
          service,
          key,
          part.isEmpty() ? "ends too early" : "has the unknown word '%s'".formatted(part));
    }
  }

  private static NotServedException refused(String service, String key, String why) {
    return new NotServedException(
        "The label %s of the service %s %s, and then Traefik reads none of its labels: correct it."
            .formatted(key, service, why));
  }
}
