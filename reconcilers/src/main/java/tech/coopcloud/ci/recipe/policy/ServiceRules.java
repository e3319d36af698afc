package tech.coopcloud.ci.recipe.policy;

import java.util.Set;
import tech.coopcloud.ci.recipe.ServiceSpec;

/** How many tasks a service has, where they run, and what of it can be reached from outside. */
final class ServiceRules {
  /** A test needs to see a recipe scale, not to fill the swarm. */
  static final int MOST_REPLICAS = 10;

  /** The engine keeps these on its own disk, where cc-ci reads them. */
  private static final Set<String> LOG_DRIVERS = Set.of("", "json-file", "local");

  private ServiceRules() {}

  static void judge(ServiceSpec service, Denials denials) {
    String name = service.shortName();
    for (ServiceSpec.Port port : service.ports()) {
      String number =
          port.published() + (port.protocol().equals("tcp") ? "" : "/" + port.protocol());
      denials.deny(
          "host-port:" + number,
          name,
          "ports",
          port.published() == 0
              ? "publishes a port of the host"
              : "publishes port " + number + " of the host");
    }
    if (service.mode().global()) {
      denials.deny("mode:global", name, "deploy.mode", "asks for a task on every node");
    } else if (service.mode().replicas() > MOST_REPLICAS) {
      int replicas = service.mode().replicas();
      denials.deny(
          "replicas:" + replicas,
          name,
          "deploy.replicas",
          "asks for " + replicas + " tasks and " + MOST_REPLICAS + " are the most");
    }
    for (String constraint : service.placement().constraints()) {
      denials.deny(
          "placement:" + constraint.replace(" ", ""),
          name,
          "deploy.placement.constraints",
          "says where it runs: '" + constraint + "'");
    }
    ServiceSpec.LogDriver logs = service.logDriver();
    if (logs != null && !LOG_DRIVERS.contains(logs.name())) {
      denials.deny(
          "log-driver:" + logs.name(),
          name,
          "logging.driver",
          "sends its logs to the driver '" + logs.name() + "'");
    }
  }
}
