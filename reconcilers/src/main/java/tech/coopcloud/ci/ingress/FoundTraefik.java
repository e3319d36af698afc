package tech.coopcloud.ci.ingress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.swarm.Neighbour;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * A Traefik that the swarm already runs: a service on the network whose image is called traefik, or
 * whose own labels lead to Traefik's dashboard.
 *
 * @param address where its entrypoint web-secure answers
 */
record FoundTraefik(Neighbour service, InetSocketAddress address) {
  private static final Pattern ENTRYPOINT =
      Pattern.compile("--entry-?points\\.web-secure\\.address=.*:(\\d+)(?:/tcp)?");
  private static final int USUAL = 443;

  /**
   * Looks for one that stays: what a cc-ci deployed, as its ingress or as a recipe under test, goes
   * again.
   *
   * @throws SwarmException.Refused when there is one that cannot be reached
   */
  static Optional<FoundTraefik> among(List<Neighbour> services) {
    return services.stream()
        .filter(it -> !it.labels().containsKey(Api.CONTROLLER_LABEL))
        .filter(FoundTraefik::isTraefik)
        .findFirst()
        .map(it -> new FoundTraefik(it, addressOf(it)));
  }

  private static boolean isTraefik(Neighbour service) {
    String image = service.image().replaceFirst("@.*", "");
    String name = image.substring(image.lastIndexOf('/') + 1).replaceFirst(":.*", "");
    return name.equals("traefik")
        || service.labels().entrySet().stream()
            .anyMatch(
                it -> it.getKey().startsWith("traefik.") && it.getValue().equals("api@internal"));
  }

  private static InetSocketAddress addressOf(Neighbour service) {
    int target = entrypoint(service.args());
    Neighbour.Port port =
        service.ports().stream()
            .filter(it -> it.target() == target && it.published() > 0)
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        service,
                        "publishes no port of the node for its entrypoint web-secure (%d): publish it"
                            .formatted(target)));
    if (port.everyNode()) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port.published());
    }
    return service.nodes().stream()
        .min(Comparator.comparing(FoundTraefik::isElsewhere).thenComparing(it -> it))
        .map(it -> new InetSocketAddress(InetAddress.ofLiteral(it), port.published()))
        .orElseThrow(() -> refused(service, "has no task that runs: see to it that it starts"));
  }

  private static boolean isElsewhere(String node) {
    return !node.equals("127.0.0.1");
  }

  private static SwarmException.Refused refused(Neighbour service, String why) {
    return new SwarmException.Refused(
        "The service %s is a Traefik on the network that all deployments share, but it %s, or remove it: cc-ci then deploys one of its own."
            .formatted(service.name(), why),
        null);
  }

  private static int entrypoint(List<String> args) {
    return args.stream()
        .map(it -> ENTRYPOINT.matcher(it.toLowerCase(Locale.ROOT)))
        .filter(Matcher::matches)
        .map(it -> Integer.parseInt(it.group(1)))
        .findFirst()
        .orElse(USUAL);
  }
}
