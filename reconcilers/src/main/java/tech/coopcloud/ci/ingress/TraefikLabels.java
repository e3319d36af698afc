package tech.coopcloud.ci.ingress;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service's labels for Traefik, sorted by what they are about. Keys have no case; names keep that
 * of the first key, since routers refer to them in it.
 *
 * @param general {@code traefik.enable} and the like, without {@code traefik.}
 * @param routers HTTP routers: options by name
 * @param services HTTP services: options by name
 * @param middlewares HTTP middlewares: options by name
 * @param elsewhere whether there are TCP or UDP ones, which the embedded ingress does not serve
 */
record TraefikLabels(
    Map<String, String> general,
    Map<String, Map<String, String>> routers,
    Map<String, Map<String, String>> services,
    Map<String, Map<String, String>> middlewares,
    boolean elsewhere) {
  private static final Pattern HTTP =
      Pattern.compile(
          "http\\.(routers|services|middlewares)\\.([^.]+)\\.(.+)", Pattern.CASE_INSENSITIVE);

  static TraefikLabels of(Map<String, String> labels) {
    Map<String, String> general = new TreeMap<>();
    Map<String, Map<String, String>> routers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, Map<String, String>> services = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, Map<String, String>> middlewares = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    boolean elsewhere = false;
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      String key = label.getKey().toLowerCase(Locale.ROOT);
      if (!key.startsWith("traefik.")) {
        continue;
      }
      key = key.substring("traefik.".length());
      Matcher http = HTTP.matcher(label.getKey().substring("traefik.".length()));
      if (http.matches()) {
        var kind =
            switch (http.group(1).toLowerCase(Locale.ROOT)) {
              case "routers" -> routers;
              case "services" -> services;
              default -> middlewares;
            };
        kind.computeIfAbsent(http.group(2), it -> new TreeMap<>())
            .put(http.group(3).toLowerCase(Locale.ROOT), label.getValue());
      } else if (key.startsWith("tcp.") || key.startsWith("udp.")) {
        elsewhere = true;
      } else {
        general.put(key, label.getValue());
      }
    }
    return new TraefikLabels(general, routers, services, middlewares, elsewhere);
  }

  boolean isEmpty() {
    return general.isEmpty()
        && routers.isEmpty()
        && services.isEmpty()
        && middlewares.isEmpty()
        && !elsewhere;
  }

  boolean enabled() {
    return Options.isTrue(general.getOrDefault("enable", ""));
  }

  /** The network that the labels name, empty for none. */
  String network() {
    String swarm = general.getOrDefault("swarm.network", "").strip();
    return swarm.isEmpty() ? general.getOrDefault("docker.network", "").strip() : swarm;
  }
}
