package tech.coopcloud.ci.ingress;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.StackSpec;

/** The judgement of a stack's labels before anything is deployed, the same for every ingress. */
final class NoRoute {
  private NoRoute() {}

  /**
   * Says why nothing would lead the domain to a service of the stack.
   *
   * @param network by which services are reached
   * @return one sentence, or null when there is a route
   */
  static @Nullable String why(
      StackSpec stack, String domain, String network, Router.Server server) {
    List<Candidate> candidates = Candidate.of(stack);
    if (server == Router.Server.TRAEFIK
        && candidates.stream().anyMatch(it -> TraefikLabels.of(it.labels()).elsewhere())) {
      return null; // a router for TCP may lead it, and what it leads can only be tried
    }
    String why =
        RouteReader.read(candidates, network, server).whyNot(domain.toLowerCase(Locale.ROOT));
    boolean misplaced =
        candidates.stream().noneMatch(it -> Candidate.areRouting(it.labels().keySet().stream()))
            && stack.services().stream()
                .anyMatch(it -> Candidate.areRouting(it.container().labels().keySet().stream()));
    return why != null && misplaced
        ? "Nothing leads %s to a service of the stack: the labels for Traefik are under labels, and in a swarm they have to be under deploy.labels."
            .formatted(domain)
        : why;
  }
}
