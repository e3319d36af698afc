package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a service that stand for themselves, in Swarm's terms. */
final class ServiceFields {
  private static final Pattern IMAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]*", Pattern.DOTALL);
  private static final Pattern RESTART =
      Pattern.compile("(no|always|unless-stopped|on-failure)(?::([0-9]{1,9}))?");
  private static final int MOST_REPLICAS = 10_000;

  private final String name;
  private final View service;
  private final View deploy;
  private final Findings findings;

  ServiceFields(String name, View service, Findings findings) {
    this.name = name;
    this.service = service;
    this.deploy = service.view("deploy");
    this.findings = findings;
  }

  String image() {
    String image = service.textOrEmpty("image");
    if (image.isEmpty()) {
      findings.error(service.place(), "The service '" + name + "' needs an 'image'.");
    } else if (!IMAGE.matcher(image).matches()
        || image.endsWith(":")
        || image.endsWith("/")
        || image.contains("//")) {
      findings.error(
          service.place("image"),
          "The image '" + Checkout.shown(image) + "' is not a valid name; write NAME:TAG.");
    }
    return image;
  }

  /** {@code KEY=value} or {@code KEY}, sorted. */
  List<String> environment() {
    List<String> environment = new ArrayList<>();
    if (service.fields().map().get("environment") instanceof Node.Fields variables) {
      variables
          .map()
          .forEach(
              (key, node) ->
                  environment.add(
                      Shapes.value(node) instanceof String value ? key + "=" + value : key));
    }
    environment.sort(Comparator.naturalOrder());
    return environment;
  }

  ServiceSpec.Mode mode() {
    String mode = deploy.textOrEmpty("mode");
    Long replicas = deploy.whole("replicas");
    boolean global = mode.equals("global");
    if (!global && !mode.isEmpty() && !mode.equals("replicated")) {
      findings.error(
          deploy.place("mode"),
          "The mode '" + Checkout.shown(mode) + "' must be replicated or global.");
    }
    if (replicas == null) {
      return new ServiceSpec.Mode(global, 1);
    }
    if (global) {
      findings.error(deploy.place("replicas"), "A global service has no 'replicas'; remove them.");
      return new ServiceSpec.Mode(true, 1);
    }
    if (replicas < 0 || replicas > MOST_REPLICAS) {
      findings.error(
          deploy.place("replicas"), "'replicas' must be between 0 and " + MOST_REPLICAS + ".");
      return new ServiceSpec.Mode(false, 1);
    }
    return new ServiceSpec.Mode(false, replicas.intValue());
  }

  ServiceSpec.@Nullable Resources resources() {
    View resources = deploy.view("resources");
    View limits = resources.view("limits");
    View reservations = resources.view("reservations");
    if (!resources.has("limits") && !resources.has("reservations")) {
      return null;
    }
    return new ServiceSpec.Resources(
        resources.has("limits") ? amounts(limits) : null,
        resources.has("reservations") ? amounts(reservations) : null);
  }

  private static ServiceSpec.Amounts amounts(View resources) {
    return new ServiceSpec.Amounts(
        cpus(resources), memory(resources), resources.wholeOr("pids", 0));
  }

  private static long cpus(View resources) {
    String cpus = resources.textOrEmpty("cpus");
    return cpus.isEmpty() ? 0 : GoText.nanoCpus(cpus);
  }

  private static long memory(View resources) {
    String memory = resources.textOrEmpty("memory");
    return memory.isEmpty() ? 0 : GoText.size(memory);
  }

  /** {@code deploy.restart_policy}, else the old {@code restart}. */
  ServiceSpec.@Nullable RestartPolicy restartPolicy() {
    if (deploy.has("restart_policy")) {
      View policy = deploy.view("restart_policy");
      return new ServiceSpec.RestartPolicy(
          policy.textOrNull("condition"),
          policy.duration("delay"),
          policy.whole("max_attempts"),
          policy.duration("window"));
    }
    String restart = service.textOrEmpty("restart");
    if (restart.isEmpty()) {
      return null;
    }
    var matcher = RESTART.matcher(restart);
    if (!matcher.matches()) {
      findings.error(
          service.place("restart"),
          "'restart' must be no, always, unless-stopped or on-failure, not '"
              + Checkout.shown(restart)
              + "'.");
      return null;
    }
    long attempts = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
    return switch (matcher.group(1)) {
      case "no" -> null;
      case "on-failure" ->
          new ServiceSpec.RestartPolicy("on-failure", null, attempts == 0 ? null : attempts, null);
      default -> new ServiceSpec.RestartPolicy("any", null, null, null);
    };
  }

  ServiceSpec.Placement placement() {
    View placement = deploy.view("placement");
    return new ServiceSpec.Placement(
        placement.texts("constraints"),
        placement.list("preferences").stream().map(p -> p.textOrEmpty("spread")).toList(),
        placement.wholeOr("max_replicas_per_node", 0));
  }

  ServiceSpec.@Nullable UpdatePolicy update(String field) {
    if (!deploy.has(field)) {
      return null;
    }
    View update = deploy.view(field);
    return new ServiceSpec.UpdatePolicy(
        update.wholeOr("parallelism", 1),
        update.duration("delay"),
        update.textOrNull("failure_action"),
        update.duration("monitor"),
        (float) update.number("max_failure_ratio"),
        update.textOrNull("order"));
  }

  ServiceSpec.@Nullable LogDriver logDriver() {
    if (!service.has("logging")) {
      return null;
    }
    View logging = service.view("logging");
    return new ServiceSpec.LogDriver(logging.textOrEmpty("driver"), logging.pairs("options"));
  }

  List<ServiceSpec.Port> ports() {
    List<ServiceSpec.Port> ports = new ArrayList<>();
    for (View port : service.list("ports")) {
      int target = number(port, "target");
      if (target == 0) {
        findings.error(port.place(), "A port needs a 'target' between 1 and 65535.");
      }
      String protocol = port.textOrEmpty("protocol");
      String mode = port.textOrEmpty("mode");
      if (!List.of("", "tcp", "udp", "sctp").contains(protocol)) {
        findings.error(port.place("protocol"), "A port's 'protocol' must be tcp, udp or sctp.");
      }
      if (!List.of("", "ingress", "host").contains(mode)) {
        findings.error(port.place("mode"), "A port's 'mode' must be ingress or host.");
      }
      ports.add(
          new ServiceSpec.Port(
              target,
              number(port, "published"),
              protocol.isEmpty() ? "tcp" : protocol,
              mode.isEmpty() ? "ingress" : mode));
    }
    ports.sort(Comparator.comparingInt(ServiceSpec.Port::published));
    return ports;
  }

  private int number(View port, String field) {
    long number = port.wholeOr(field, 0);
    if (number < 0 || number > 65_535) {
      findings.error(port.place(field), "A port must be between 1 and 65535.");
      return 0;
    }
    return (int) number;
  }

  ContainerSpec.@Nullable Dns dns() {
    List<String> servers = service.texts("dns");
    List<String> search = service.texts("dns_search");
    return servers.isEmpty() && search.isEmpty()
        ? null
        : new ContainerSpec.Dns(servers, search, List.of());
  }

  /** {@code ip name}, in the order of the file. */
  List<String> hosts() {
    return service.texts("extra_hosts").stream()
        .map(
            host -> {
              int colon = host.indexOf(':');
              return host.substring(colon + 1) + " " + host.substring(0, colon);
            })
        .toList();
  }

  ContainerSpec.@Nullable Healthcheck healthcheck() {
    if (!service.has("healthcheck")) {
      return null;
    }
    View check = service.view("healthcheck");
    List<String> test = check.texts("test");
    if (check.flag("disable")) {
      if (!test.isEmpty()) {
        findings.error(
            check.place("disable"),
            "A healthcheck cannot have both 'test' and 'disable: true'; remove one.");
      }
      return new ContainerSpec.Healthcheck(List.of("NONE"), null, null, null, null, null);
    }
    Long retries = check.whole("retries");
    return new ContainerSpec.Healthcheck(
        test,
        check.duration("interval"),
        check.duration("timeout"),
        check.duration("start_period"),
        check.duration("start_interval"),
        retries == null ? null : Math.clamp(retries, 0, Integer.MAX_VALUE));
  }

  List<ContainerSpec.Ulimit> ulimits() {
    Map<String, ContainerSpec.Ulimit> ulimits = new TreeMap<>();
    service
        .views("ulimits")
        .forEach(
            (limit, view) ->
                ulimits.put(
                    limit,
                    new ContainerSpec.Ulimit(
                        limit, view.wholeOr("soft", 0), view.wholeOr("hard", 0))));
    return List.copyOf(ulimits.values());
  }
}
