package tech.coopcloud.ci.ingress;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Exposed;

/**
 * A service that may be routed to.
 *
 * @param service full name, {@code <stack>_<short name>}
 * @param shortName as the recipe calls it
 * @param labels on the service
 * @param networks names of those that it is on; null when none of its containers is there to tell
 */
record Candidate(
    String service, String shortName, Map<String, String> labels, @Nullable Set<String> networks) {

  static List<Candidate> of(StackSpec stack) {
    return stack.services().stream()
        .map(
            it ->
                new Candidate(
                    it.name(),
                    it.shortName(),
                    it.labels(),
                    new TreeSet<>(
                        it.networks().stream().map(ServiceSpec.Attachment::network).toList())))
        .toList();
  }

  static Candidate of(Exposed exposed) {
    String prefix = exposed.stack() + "_";
    String service = exposed.service();
    return new Candidate(
        service,
        service.startsWith(prefix) ? service.substring(prefix.length()) : service,
        exposed.labels(),
        exposed.endpoints().isEmpty()
            ? null
            : new TreeSet<>(
                exposed.endpoints().stream()
                    .map(Exposed.Endpoint::networks)
                    .flatMap(Collection::stream)
                    .toList()));
  }

  boolean isOn(String network) {
    return networks == null || networks.contains(network);
  }

  static boolean areRouting(Stream<String> keys) {
    return keys.anyMatch(it -> it.regionMatches(true, 0, "traefik.", 0, 8));
  }
}
