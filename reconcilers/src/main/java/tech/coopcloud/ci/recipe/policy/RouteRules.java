package tech.coopcloud.ci.recipe.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Labels by which Traefik routes: a run may take the traffic of its own domain and send it to its
 * own services. Keys have no case for Traefik.
 */
final class RouteRules {
  private static final Pattern KEY =
      Pattern.compile("traefik\\.(http|tcp|udp)\\.(routers|services|middlewares)\\.([^.]+)\\.(.+)");

  private RouteRules() {}

  static void judge(Policy policy, StackSpec stack, ServiceSpec service, Denials denials) {
    service
        .labels()
        .forEach(
            (key, value) -> {
              String lower = key.toLowerCase(Locale.ROOT);
              Matcher matcher = KEY.matcher(lower);
              if (matcher.matches()) {
                Label label =
                    new Label(
                        key, matcher.group(1), matcher.group(3), matcher.group(4), value.strip());
                new Judge(policy, stack, service.shortName(), denials)
                    .judge(matcher.group(2), label);
              }
            });
  }

  private record Label(String key, String protocol, String name, String field, String value) {}

  private record Judge(Policy policy, StackSpec stack, String service, Denials denials) {

    void judge(String kind, Label label) {
      switch (kind) {
        case "routers" -> router(label);
        case "services" -> service(label);
        default -> middleware(label);
      }
    }

    private void router(Label label) {
      ownName("router", label);
      if (label.protocol().equals("udp")) {
        deny("route:udp", "takes UDP traffic of every name", label);
      }
      switch (label.field()) {
        case "rule" -> rule(label);
        case "service" -> {
          if (!label.value().equals("noop@internal") && !isOurs(label.value())) {
            deny(
                "traefik-service:" + label.value(),
                "routes to '" + label.value() + "', which is not of this stack",
                label);
          }
        }
        default -> {
          // which entrypoint, which middlewares and how encrypted is the recipe's own business
        }
      }
    }

    private void rule(Label label) {
      if (label.value().isEmpty()) {
        return;
      }
      RouteRule rule = RouteRule.parse(label.value(), policy.domain());
      for (String host : rule.foreignHosts()) {
        deny("route:" + host, "takes the traffic of '" + host + "'", label);
      }
      if (!rule.confined() && rule.foreignHosts().isEmpty()) {
        deny(
            "route:" + label.value(),
            "has a route that is not confined to " + policy.domain(),
            label);
      }
    }

    private void service(Label label) {
      ownName("service", label);
      if (label.field().endsWith(".url")) {
        deny("traefik-url:" + label.value(), "routes to the address " + label.value(), label);
      }
    }

    private void middleware(Label label) {
      if (label.field().equals("forwardauth.address") && !isOurs(label.value())) {
        deny("forward-auth:" + label.value(), "has requests authorised by " + label.value(), label);
      }
      if (label.value().toLowerCase(Locale.ROOT).endsWith("@internal")) {
        deny("traefik-service:" + label.value(), "uses '" + label.value() + "'", label);
      }
    }

    /** Two stacks that define one name break each other's routes. */
    private void ownName(String kind, Label label) {
      if (!isOurs(label.name())) {
        deny(
            "traefik-" + kind + ":" + label.name(),
            "defines the " + kind + " '" + label.name() + "', whose name lacks that of the stack",
            label);
      }
    }

    private boolean isOurs(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      return lower.contains(stack.name().toLowerCase(Locale.ROOT))
          || lower.contains(policy.domain().toLowerCase(Locale.ROOT));
    }

    private void deny(String what, String asks, Label label) {
      denials.deny(what, service, "deploy.labels: " + label.key(), asks);
    }
  }
}
