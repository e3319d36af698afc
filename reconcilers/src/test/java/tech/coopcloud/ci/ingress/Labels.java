package tech.coopcloud.ci.ingress;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Labels that Traefik serves, for tests to spoil. */
final class Labels {
  private Labels() {}

  static Map<String, String> start(String router, String rule) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("traefik.enable", "true");
    labels.put("traefik.http.services.web.loadbalancer.server.port", "80");
    labels.put("traefik.http.routers." + router + ".rule", rule);
    labels.put("traefik.http.routers." + router + ".entrypoints", "web-secure");
    labels.put("traefik.http.routers." + router + ".tls.certresolver", "");
    return labels;
  }

  static Candidate candidate(Map<String, String> labels) {
    return new Candidate("stack_app", "app", labels, Set.of("proxy", "stack_internal"));
  }
}
