package tech.coopcloud.ci.recipe.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/** Which networks a service is on, and what it is called there. */
final class NetworkRules {
  /** Names that others look for on the ingress network. */
  private static final Set<String> INFRASTRUCTURE =
      Set.of(
          "traefik",
          "traefik_app",
          "cc-ci",
          "docker",
          "registry",
          "localhost",
          "host.docker.internal",
          "gateway.docker.internal");

  private NetworkRules() {}

  static void judge(Policy policy, StackSpec stack, ServiceSpec service, Denials denials) {
    List<String> own = stack.networks().stream().map(NetworkSpec::name).toList();
    for (ServiceSpec.Attachment attachment : service.networks()) {
      boolean shared = attachment.network().equals(policy.ingressNetwork());
      if (!shared && !own.contains(attachment.network())) {
        denials.deny(
            "network:" + attachment.network(),
            service.shortName(),
            "networks",
            "is on the network '" + attachment.network() + "', which is not of this stack");
      }
      attachment
          .driverOptions()
          .forEach(
              (option, value) ->
                  denials.deny(
                      "network-option:" + option + "=" + value,
                      service.shortName(),
                      "networks",
                      "sets the network driver's option '" + option + "' to '" + value + "'"));
      if (shared || !own.contains(attachment.network())) {
        for (String alias : attachment.aliases()) {
          alias(policy, stack, service, alias, denials);
        }
      }
    }
  }

  /** On a shared network a name may be the service's own, or one that nobody else can have. */
  private static void alias(
      Policy policy, StackSpec stack, ServiceSpec service, String alias, Denials denials) {
    String name = alias.toLowerCase(Locale.ROOT);
    boolean infrastructure = INFRASTRUCTURE.contains(name);
    boolean unique =
        name.equals(policy.domain())
            || name.endsWith("." + policy.domain())
            || name.startsWith(stack.name().toLowerCase(Locale.ROOT));
    if (infrastructure || !(unique || alias.equals(service.shortName()))) {
      denials.deny(
          "alias:" + alias,
          service.shortName(),
          "networks",
          "calls itself '" + alias + "' on the network that all runs share");
    }
  }
}
