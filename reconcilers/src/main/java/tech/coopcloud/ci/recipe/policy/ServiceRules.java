package tech.coopcloud.ci.recipe.policy;

import java.util.Set;
import tech.coopcloud.ci.recipe.ServiceSpec;

/** How many tasks a service has, where they run, and what of it can be reached from outside. */
final class ServiceRules {
  /** The engine keeps these on its own disk, where cc-ci reads them. */
  private static final Set<String> LOG_DRIVERS = Set.of("", "json-file", "local");

  private static final Set<String> LOG_OPTIONS =
      Set.of(
          "compress",
          "env",
          "env-regex",
          "labels",
          "labels-regex",
          "max-buffer-size",
          "max-file",
          "max-size",
          "mode",
          "tag");

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
    }
    for (String constraint : service.placement().constraints()) {
      denials.deny(
          "placement:" + constraint.replace(" ", ""),
          name,
          "deploy.placement.constraints",
          "says where it runs: '" + constraint + "'");
    }
    for (String spread : service.placement().spread()) {
      denials.deny(
          "placement-spread:" + spread,
          name,
          "deploy.placement.preferences",
          "says how it is spread: by '" + spread + "'");
    }
    ServiceSpec.LogDriver logs = service.logDriver();
    if (logs != null) {
      logs(logs, name, denials);
    }
  }

  private static void logs(ServiceSpec.LogDriver logs, String name, Denials denials) {
    if (!LOG_DRIVERS.contains(logs.name())) {
      denials.deny(
          "log-driver:" + logs.name(),
          name,
          "logging.driver",
          "sends its logs to the driver '" + logs.name() + "'");
    }
    logs.options()
        .forEach(
            (option, value) -> {
              if (!LOG_OPTIONS.contains(option)) {
                denials.deny(
                    "log-option:" + option + "=" + value,
                    name,
                    "logging.options",
                    "sets the log driver's '" + option + "' to '" + value + "'");
              }
            });
  }
}
