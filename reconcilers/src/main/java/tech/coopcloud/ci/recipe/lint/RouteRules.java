package tech.coopcloud.ci.recipe.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.Place;
import tech.coopcloud.ci.recipe.RecipeFacts;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;
import tech.coopcloud.ci.recipe.route.RuleParser;

/** Labels for Traefik are complete, fit together, and lead to a port. */
final class RouteRules {
  private static final Pattern ROUTER =
      Pattern.compile("traefik\\.http\\.routers\\.([^.]+)\\.(.+)");
  private static final Pattern SERVICE =
      Pattern.compile("traefik\\.http\\.services\\.([^.]+)\\..+");
  private static final Pattern MIDDLEWARE =
      Pattern.compile("traefik\\.http\\.middlewares\\.([^.]+)\\..+");
  private static final Pattern PORT =
      Pattern.compile("traefik\\.http\\.services\\.[^.]+\\.loadbalancer\\.server\\.port");
  private static final Pattern OWN_PORT =
      Pattern.compile(
          "(?:https?://)?(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::([0-9]{1,5}))?(?:/\\S*)?");
  private static final Set<String> ENTRYPOINTS = Set.of("web", "web-secure");
  private static final String PROXY = "proxy";

  private RouteRules() {}

  private static boolean isRouted(RecipeFacts.Service service) {
    RecipeFacts.Text enable = service.labels().get("traefik.enable");
    return enable != null && enable.value().equals("true");
  }

  private static Place place(RecipeFacts.Service service) {
    RecipeFacts.Text enable = service.labels().get("traefik.enable");
    return enable == null ? service.place() : enable.place();
  }

  static void routers(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    Set<String> middlewares = new HashSet<>();
    Set<String> services = new HashSet<>();
    for (RecipeFacts.Service service : recipe.services()) {
      service.labels().keySet().forEach(label -> collect(MIDDLEWARE, label, middlewares));
      service.labels().keySet().forEach(label -> collect(SERVICE, label, services));
    }
    for (RecipeFacts.Service service : recipe.services()) {
      if (!isRouted(service)) {
        continue;
      }
      Set<String> routers = new TreeSet<>();
      service.labels().keySet().forEach(label -> collect(ROUTER, label, routers));
      if (routers.isEmpty()
          && service.labels().keySet().stream().noneMatch(it -> it.startsWith("traefik.tcp."))) {
        findings.add(
            Finding.error(
                place(service),
                "The service '"
                    + service.name()
                    + "' enables traefik and has no router; add"
                    + " 'traefik.http.routers.${STACK_NAME}.rule'."));
      }
      for (String router : routers) {
        router(service, router, middlewares, services, findings);
      }
    }
  }

  private static void collect(Pattern pattern, String label, Set<String> names) {
    Matcher matcher = pattern.matcher(label);
    if (matcher.matches()) {
      names.add(matcher.group(1));
    }
  }

  private static void router(
      RecipeFacts.Service service,
      String router,
      Set<String> middlewares,
      Set<String> services,
      List<Finding> findings) {
    String prefix = "traefik.http.routers." + router + ".";
    Map<String, RecipeFacts.Text> labels = service.labels();
    String shown = router.replace(Lint.STACK, "${STACK_NAME}");
    Place enable = place(service);
    RecipeFacts.Text rule = labels.get(prefix + "rule");
    if (rule == null) {
      findings.add(Finding.error(enable, "The router '" + shown + "' has no rule; add one."));
    } else {
      try {
        RuleParser.parse(rule.value());
      } catch (InvalidRuleException e) {
        findings.add(
            Finding.error(
                rule.place(),
                "The rule of the router '"
                    + shown
                    + "' is not one of Traefik's: "
                    + e.getMessage()));
      }
    }
    RecipeFacts.Text entrypoints = labels.get(prefix + "entrypoints");
    if (entrypoints == null) {
      findings.add(
          Finding.error(
              enable,
              "The router '" + shown + "' names no entrypoints; add 'entrypoints=web-secure'."));
    } else {
      for (String entrypoint : words(entrypoints.value())) {
        if (!ENTRYPOINTS.contains(entrypoint)) {
          findings.add(
              Finding.warning(
                  entrypoints.place(),
                  "The entrypoint '"
                      + entrypoint
                      + "' is none that every proxy has; those are web and web-secure."));
        }
      }
    }
    RecipeFacts.Text used =
        labels.getOrDefault(prefix + "middlewares", new RecipeFacts.Text("", enable));
    for (String name : words(used.value())) {
      String plain = name.replaceAll("@(swarm|docker)$", "");
      if (!plain.contains("@") && !middlewares.contains(plain)) {
        findings.add(
            Finding.error(
                used.place(),
                "The router '"
                    + shown
                    + "' uses the middleware '"
                    + plain.replace(Lint.STACK, "${STACK_NAME}")
                    + "', which no label defines; add it."));
      }
    }
    RecipeFacts.Text to = labels.get(prefix + "service");
    if (to != null && !to.value().contains("@") && !services.contains(to.value())) {
      findings.add(
          Finding.error(
              to.place(),
              "The router '"
                  + shown
                  + "' leads to a service that no label defines; add its port."));
    }
  }

  private static List<String> words(String list) {
    return java.util.Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  static void port(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      if (!isRouted(service)) {
        continue;
      }
      List<RecipeFacts.Text> ports =
          service.labels().entrySet().stream()
              .filter(label -> PORT.matcher(label.getKey()).matches())
              .map(Map.Entry::getValue)
              .toList();
      boolean http =
          service.labels().keySet().stream().anyMatch(it -> ROUTER.matcher(it).matches());
      if (ports.isEmpty() && http) {
        findings.add(
            Finding.error(
                place(service),
                "Traefik is not told the port of the service '"
                    + service.name()
                    + "'; add 'traefik.http.services.${STACK_NAME}.loadbalancer.server.port'."));
      }
      for (RecipeFacts.Text port : ports) {
        port(service, port, findings);
      }
    }
  }

  private static void port(
      RecipeFacts.Service service, RecipeFacts.Text port, List<Finding> findings) {
    if (!port.value().matches("[0-9]{1,5}")
        || Integer.parseInt(port.value()) < 1
        || Integer.parseInt(port.value()) > 65_535) {
      findings.add(
          Finding.error(
              port.place(), "The port '" + port.value() + "' must be a number up to 65535."));
      return;
    }
    Set<String> asked = healthPorts(service.healthTest());
    if (!asked.isEmpty() && !asked.contains(port.value())) {
      findings.add(
          Finding.warning(
              port.place(),
              "Traefik is sent to port "
                  + port.value()
                  + " of the service '"
                  + service.name()
                  + "', and its healthcheck asks port "
                  + String.join(", ", asked)
                  + "; see to it that something listens there."));
    }
  }

  /** Ports of this very container that a healthcheck asks over HTTP. */
  private static Set<String> healthPorts(List<String> test) {
    Set<String> ports = new TreeSet<>();
    for (String argument : test) {
      for (String word : argument.split("[\\s'\"]+")) {
        Matcher matcher = OWN_PORT.matcher(word);
        if (matcher.matches() && (word.startsWith("http") || matcher.group(1) != null)) {
          String standard = word.startsWith("https") ? "443" : "80";
          ports.add(matcher.group(1) == null ? standard : matcher.group(1));
        }
      }
    }
    return ports;
  }

  static void network(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      if (isRouted(service) && !service.networks().contains(PROXY)) {
        findings.add(
            Finding.error(
                service.place(),
                "The service '"
                    + service.name()
                    + "' enables traefik and is not on the external network 'proxy'; add it to its"
                    + " 'networks'."));
      }
    }
  }
}
