package tech.coopcloud.ci.recipe.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;

/** What a container may do to the kernel and the engine that it shares with everything else. */
final class ContainerRules {
  /** What the engine gives every container anyway. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** Kernel settings of the container's own network namespace. */
  private static final Set<String> SYSCTLS =
      Set.of(
          "net.core.somaxconn",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_max_syn_backlog",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_tw_reuse",
          "net.ipv6.conf.all.disable_ipv6",
          "net.ipv6.conf.default.disable_ipv6");

  /** The highest value of each. Memory that is locked counts against the memory limit anyway. */
  private static final Map<String, Long> ULIMITS =
      Map.of(
          "nofile", 1_048_576L,
          "nproc", 65_535L,
          "memlock", Long.MAX_VALUE,
          "stack", 1L << 30,
          "core", 0L);

  private static final long UNLIMITED = -1;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

  private ContainerRules() {}

  static void judge(ServiceSpec service, Denials denials) {
    String name = service.shortName();
    ContainerSpec container = service.container();
    for (String capability : container.capabilityAdd()) {
      String shortName = capability.replaceFirst("^CAP_", "");
      if (!CAPABILITIES.contains(shortName)) {
        denials.deny(
            "capability:" + shortName, name, "cap_add", "adds the capability " + shortName);
      }
    }
    container
        .sysctls()
        .forEach(
            (sysctl, value) -> {
              if (!SYSCTLS.contains(sysctl)) {
                denials.deny(
                    "sysctl:" + sysctl + "=" + value,
                    name,
                    "sysctls",
                    "sets the kernel's '" + sysctl + "' to '" + value + "'");
              }
            });
    for (ContainerSpec.Ulimit ulimit : container.ulimits()) {
      if (above(ulimit)) {
        denials.deny(
            "ulimit:" + ulimit.name() + "=" + ulimit.hard(),
            name,
            "ulimits",
            "raises the limit '" + ulimit.name() + "' to " + ulimit.hard());
      }
    }
    for (String host : container.hosts()) {
      if (host.startsWith("host-gateway ")) {
        denials.deny("host-gateway", name, "extra_hosts", "asks for the host's address");
      }
    }
    isolation(container, name, denials);
    nameservers(container, name, denials);
    healthcheck(container, name, denials);
    Duration stop = container.stopGracePeriod();
    if (stop != null && (stop.compareTo(LONGEST_STOP) > 0 || stop.isNegative())) {
      denials.deny(
          "stop-grace-period:" + stop.toSeconds() + "s",
          name,
          "stop_grace_period",
          "takes longer than ten minutes to stop");
    }
  }

  private static void isolation(ContainerSpec container, String name, Denials denials) {
    String isolation = container.isolation();
    if (isolation != null && !isolation.isEmpty() && !isolation.equals("default")) {
      denials.deny(
          "isolation:" + isolation, name, "isolation", "asks for the isolation " + isolation);
    }
  }

  /** The engine itself asks the name servers, and it is on the network of the host. */
  private static void nameservers(ContainerSpec container, String name, Denials denials) {
    ContainerSpec.Dns dns = container.dns();
    for (String server : dns == null ? List.<String>of() : dns.nameservers()) {
      if (!Addresses.isPublic(server)) {
        denials.deny(
            "dns:" + server, name, "dns", "asks the name server '" + server + "' of the host");
      }
    }
  }

  /** Each probe is a process that the engine starts, outside of what the service may use. */
  private static void healthcheck(ContainerSpec container, String name, Denials denials) {
    ContainerSpec.Healthcheck check = container.healthcheck();
    if (check == null) {
      return;
    }
    for (Duration interval :
        Stream.of(check.interval(), check.startInterval()).filter(Objects::nonNull).toList()) {
      if (interval.compareTo(SHORTEST_INTERVAL) < 0 && !interval.isZero()) {
        denials.deny(
            "healthcheck-interval:" + interval.toMillis() + "ms",
            name,
            "healthcheck",
            "is probed every " + interval.toMillis() + " ms, and 500 ms is the least");
      }
    }
  }

  private static boolean above(ContainerSpec.Ulimit ulimit) {
    Long most = ULIMITS.get(ulimit.name());
    if (most == null) {
      return true;
    }
    return exceeds(ulimit.soft(), most) || exceeds(ulimit.hard(), most);
  }

  private static boolean exceeds(long value, long most) {
    return value == UNLIMITED ? most != Long.MAX_VALUE : value < 0 || value > most;
  }
}
