package tech.coopcloud.ci.recipe.policy;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/** Judges the routing labels of one service, one at a time. */
record RouteJudge(Policy policy, StackSpec stack, String service, Denials denials) {
  /** Fields of a service that name another one to send requests to. */
  private static final Pattern OTHER_SERVICE =
      Pattern.compile(
          "(weighted\\.services\\[\\d+]\\.name"
              + "|mirroring\\.service"
              + "|mirroring\\.mirrors\\[\\d+]\\.name"
              + "|failover\\.(service|fallback))");

  private static final Pattern CERTIFICATE_DOMAIN =
      Pattern.compile("tls\\.domains\\[\\d+]\\.(main|sans)");

  /** Fields that Traefik takes as the path of a file of its own. */
  private static final Pattern FILE =
      Pattern.compile(
          "(basicauth|digestauth)\\.usersfile|forwardauth\\.tls\\.(ca|cert|key)"
              + "|rootcas.*|certificates.*|(tls\\.)?(rootcas|certificates|spiffe).*");

  void judge(String kind, RouteLabel label) {
    ownName(kind.substring(0, kind.length() - 1), label);
    switch (kind) {
      case "routers" -> router(label);
      case "services" -> service(label);
      case "middlewares" -> middleware(label);
      default -> file(label);
    }
  }

  private void router(RouteLabel label) {
    if (label.protocol().equals("udp")) {
      deny("route:udp", "takes UDP traffic of every name", label);
    }
    if (CERTIFICATE_DOMAIN.matcher(label.field()).matches()) {
      Arrays.stream(label.value().split(","))
          .map(String::strip)
          .filter(domain -> !isOurHost(domain.replaceFirst("^\\*\\.", "")))
          .forEach(
              domain ->
                  deny("certificate:" + domain, "asks for a certificate for " + domain, label));
      return;
    }
    switch (label.field()) {
      case "rule" -> rule(label);
      case "service" -> sentTo(label);
      case "tls.certresolver" -> {
        if (!label.value().isEmpty()) {
          deny(
              "certresolver:" + label.value(),
              "has certificates made by '" + label.value() + "' for a test",
              label);
        }
      }
      default -> {
        // which entrypoint and which middlewares is the recipe's own business
      }
    }
  }

  private void rule(RouteLabel label) {
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

  private void service(RouteLabel label) {
    if (label.field().endsWith(".url") || label.field().endsWith(".address")) {
      deny("traefik-url:" + label.value(), "routes to the address " + label.value(), label);
    } else if (OTHER_SERVICE.matcher(label.field()).matches()) {
      sentTo(label);
    }
  }

  private void middleware(RouteLabel label) {
    if (label.field().equals("forwardauth.address") && !isOurAddress(label.value())) {
      deny("forward-auth:" + label.value(), "has requests authorised by " + label.value(), label);
    } else if (label.field().equals("errors.service")) {
      sentTo(label);
    } else if (label.field().startsWith("plugin.")) {
      deny(
          "traefik-plugin:" + label.field(),
          "uses the plugin '" + label.field() + "' of Traefik",
          label);
    } else {
      file(label);
    }
  }

  private void file(RouteLabel label) {
    if (FILE.matcher(label.field()).matches()) {
      deny("traefik-file:" + label.value(), "has Traefik read '" + label.value() + "'", label);
    }
  }

  private void sentTo(RouteLabel label) {
    if (!label.value().equals("noop@internal") && !isOursByName(label.value())) {
      deny(
          "traefik-service:" + label.value(),
          "routes to '" + label.value() + "', which is not of this stack",
          label);
    }
  }

  /** Two stacks that define one name break each other's routes. */
  private void ownName(String kind, RouteLabel label) {
    if (!isOursByName(label.name())) {
      deny(
          "traefik-" + kind + ":" + label.name(),
          "defines the " + kind + " '" + label.name() + "', whose name lacks that of the stack",
          label);
    }
  }

  private boolean isOursByName(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return !lower.endsWith("@internal")
        && (lower.contains(stack.name().toLowerCase(Locale.ROOT))
            || lower.contains(policy.domain().toLowerCase(Locale.ROOT)));
  }

  private boolean isOurHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String domain = policy.domain().toLowerCase(Locale.ROOT);
    return lower.equals(domain) || lower.endsWith("." + domain);
  }

  /** By its domain, or by a service's full name on the network that it shares with Traefik. */
  private boolean isOurAddress(String address) {
    try {
      String authority = URI.create(address).getRawAuthority();
      if (authority == null || authority.contains("@")) {
        return false;
      }
      String host = authority.replaceFirst(":[0-9]+$", "");
      return isOurHost(host)
          || stack.services().stream().map(ServiceSpec::name).anyMatch(host::equalsIgnoreCase);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void deny(String what, String asks, RouteLabel label) {
    denials.deny(what, service, "deploy.labels: " + label.key(), asks);
  }
}
