package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.ObjectShape.object;
import static tech.coopcloud.ci.recipe.Shapes.ANY;
import static tech.coopcloud.ci.recipe.Shapes.COMMAND;
import static tech.coopcloud.ci.recipe.Shapes.CPUS;
import static tech.coopcloud.ci.recipe.Shapes.DURATION;
import static tech.coopcloud.ci.recipe.Shapes.HEALTH_TEST;
import static tech.coopcloud.ci.recipe.Shapes.NUMBER;
import static tech.coopcloud.ci.recipe.Shapes.OPTIONS;
import static tech.coopcloud.ci.recipe.Shapes.PAIRS;
import static tech.coopcloud.ci.recipe.Shapes.PLAIN_WHOLE;
import static tech.coopcloud.ci.recipe.Shapes.PLAIN_YES_OR_NO;
import static tech.coopcloud.ci.recipe.Shapes.SIZE;
import static tech.coopcloud.ci.recipe.Shapes.TEXT;
import static tech.coopcloud.ci.recipe.Shapes.TEXTS;
import static tech.coopcloud.ci.recipe.Shapes.TEXT_OR_TEXTS;
import static tech.coopcloud.ci.recipe.Shapes.VARIABLES;
import static tech.coopcloud.ci.recipe.Shapes.WHOLE;
import static tech.coopcloud.ci.recipe.Shapes.YES_OR_NO;
import static tech.coopcloud.ci.recipe.Shapes.list;
import static tech.coopcloud.ci.recipe.Shapes.map;
import static tech.coopcloud.ci.recipe.Shapes.nullable;

/**
 * The compose file format 3.0 to 3.13 as docker's schemas define it: which fields there are, since
 * which version, and which of them Swarm does not have.
 */
final class ComposeSchema {
  /** The newest minor version, which stands for "3" and for no version as well. */
  static final int NEWEST = 13;

  private static final Shape UPDATE =
      object()
          .with("parallelism", WHOLE)
          .with("delay", DURATION)
          .with("failure_action", TEXT)
          .with("monitor", DURATION)
          .with("max_failure_ratio", NUMBER)
          .with("order", ShortForms.ORDER, 4);

  private static final Shape RESOURCES =
      object()
          .with(
              "limits",
              object().with("cpus", CPUS).with("memory", SIZE).with("pids", PLAIN_WHOLE, 9))
          .with(
              "reservations",
              object()
                  .with("cpus", CPUS)
                  .with("memory", SIZE)
                  .forbidden("cc-ci does not hand out devices; remove it", "generic_resources"));

  private static final Shape DEPLOY =
      object()
          .with("mode", TEXT)
          .with("endpoint_mode", TEXT, 2)
          .with("replicas", WHOLE)
          .with("labels", PAIRS)
          .with("update_config", UPDATE)
          .with("rollback_config", UPDATE, 7)
          .with("resources", RESOURCES)
          .with(
              "restart_policy",
              object()
                  .with("condition", TEXT)
                  .with("delay", DURATION)
                  .with("max_attempts", WHOLE)
                  .with("window", DURATION))
          .with(
              "placement",
              object()
                  .with("constraints", list(TEXT, false))
                  .with("preferences", list(object().with("spread", TEXT), false), 3)
                  .with("max_replicas_per_node", WHOLE, 8));

  private static final Shape HEALTHCHECK =
      object()
          .with("disable", YES_OR_NO)
          .with("interval", DURATION)
          .with("retries", WHOLE)
          .with("test", HEALTH_TEST)
          .with("timeout", DURATION)
          .with("start_period", DURATION, 4)
          .with("start_interval", DURATION, 12);

  private static final Shape SERVICE_NETWORK =
      object()
          .with("aliases", TEXTS)
          .with("driver_opts", OPTIONS, 13)
          .ignored("Swarm chooses addresses", "ipv4_address", "ipv6_address");

  private static final Shape SERVICE =
      object()
          .with("cap_add", TEXTS)
          .with("cap_drop", TEXTS)
          .with("command", COMMAND)
          .with("configs", list(ShortForms.fileReference(), false), 3)
          .with("deploy", nullable(DEPLOY))
          .with("dns", TEXT_OR_TEXTS)
          .with("dns_search", TEXT_OR_TEXTS)
          .with("entrypoint", COMMAND)
          .with("env_file", TEXT_OR_TEXTS)
          .with("environment", VARIABLES)
          .with("extra_hosts", ShortForms.HOSTS)
          .with("healthcheck", HEALTHCHECK)
          .with("hostname", TEXT)
          .with("image", TEXT)
          .with("init", PLAIN_YES_OR_NO, 7)
          .with("isolation", TEXT, 5)
          .with("labels", PAIRS)
          .with("logging", object().with("driver", TEXT).with("options", OPTIONS))
          .with("networks", ShortForms.networks(map(nullable(SERVICE_NETWORK))))
          .with("ports", ShortForms.PORTS)
          .with("read_only", YES_OR_NO)
          .with("restart", TEXT)
          .with("secrets", list(ShortForms.fileReference(), false), 1)
          .with("stdin_open", YES_OR_NO)
          .with("stop_grace_period", DURATION)
          .with("stop_signal", TEXT)
          .with("sysctls", PAIRS)
          .with("tty", YES_OR_NO)
          .with("ulimits", map(ShortForms.ULIMIT))
          .with("user", TEXT)
          .with("volumes", list(ShortForms.VOLUME, false))
          .with("working_dir", TEXT)
          .ignored("Swarm starts services in no order", "depends_on")
          .ignored("Swarm runs images that are built already", "build")
          .ignored("Swarm names containers itself", "container_name")
          .ignored("services on one network reach each other's ports anyway", "expose")
          .ignored("use a volume of type tmpfs", "tmpfs")
          .ignored("use networks", "links", "external_links", "network_mode", "mac_address")
          .ignored(
              "Swarm cannot express it",
              "cgroupns_mode",
              "cgroup_parent",
              "devices",
              "domainname",
              "ipc",
              "oom_score_adj",
              "pid",
              "privileged",
              "security_opt",
              "shm_size",
              "userns_mode")
          .forbidden("repeat the service's fields, or use a YAML anchor", "extends")
          .forbidden("name a volume under the top-level 'volumes'", "volume_driver", "volumes_from")
          .forbidden(
              "set limits under 'deploy.resources'",
              "cpu_quota",
              "cpu_shares",
              "cpuset",
              "mem_limit",
              "memswap_limit")
          .forbidden("it is for Windows containers", "credential_spec");

  private static final Shape NETWORK =
      object()
          .with("name", TEXT, 5)
          .with("driver", TEXT)
          .with("driver_opts", OPTIONS)
          .with(
              "ipam",
              object()
                  .with("driver", TEXT)
                  .with("config", list(object().with("subnet", TEXT), false)))
          .with("external", ShortForms.EXTERNAL)
          .with("internal", YES_OR_NO)
          .with("attachable", YES_OR_NO, 2)
          .with("labels", PAIRS);

  private static final Shape VOLUME =
      object()
          .with("name", TEXT, 4)
          .with("driver", TEXT)
          .with("driver_opts", OPTIONS)
          .with("external", ShortForms.EXTERNAL)
          .with("labels", PAIRS);

  private static final ObjectShape FILE =
      object()
          .with("name", TEXT, 5)
          .with("file", TEXT)
          .with("external", ShortForms.EXTERNAL)
          .with("labels", PAIRS)
          .with("template_driver", TEXT, 8);

  /** A whole file, after its variables are replaced. */
  static final Shape ROOT =
      object()
          .with("version", ANY)
          .with("services", map(SERVICE))
          .with("networks", map(nullable(NETWORK)))
          .with("volumes", map(nullable(VOLUME)))
          .with(
              "secrets",
              map(FILE.forbidden("give the secret's value instead", "driver", "driver_opts")),
              1)
          .with("configs", map(FILE), 3);

  private ComposeSchema() {}
}
