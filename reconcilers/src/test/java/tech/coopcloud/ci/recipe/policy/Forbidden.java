package tech.coopcloud.ci.recipe.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;
import tech.coopcloud.ci.swarm.EngineJson;
import tech.coopcloud.ci.swarm.Owner;

/**
 * Looks for what no run may have in what the engine would be sent. Knows nothing of the policy: it
 * reads the engine's own words.
 */
record Forbidden(StackSpec stack, String domain) {
  private static final Owner OWNER = new Owner("controller-1", "uid-1", "default/run-1");
  private static final Set<String> CAPABILITIES =
      Set.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_RAW",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  /** What was found, in a few words each; empty where all is well. */
  List<String> found() {
    List<String> found = new ArrayList<>();
    for (NetworkSpec network : stack.networks()) {
      check(found, network.driver().equals("overlay"), "network driver " + network.driver());
      check(found, network.ipam() == null, "network addresses " + network.ipam());
      check(found, isOurs(network.name()), "network " + network.name());
      check(
          found,
          Set.of("encrypted").containsAll(network.driverOptions().keySet()),
          "network options " + network.driverOptions());
    }
    for (VolumeSpec volume : stack.volumes()) {
      check(found, Set.of("", "local").contains(volume.driver()), "driver " + volume.driver());
      check(found, volume.driverOptions().isEmpty(), "volume options " + volume.driverOptions());
      check(found, isOurs(volume.name()), "volume " + volume.name());
    }
    long memory = 0;
    for (ServiceSpec service : stack.services()) {
      JsonNode json = EngineJson.of(service, OWNER);
      service(json, found);
      long tasks = json.at("/Mode/Replicated/Replicas").asLong();
      memory += tasks * json.at("/TaskTemplate/Resources/Limits/MemoryBytes").asLong();
    }
    check(found, memory <= 20L << 30, "memory of all tasks " + memory);
    return found;
  }

  private void service(JsonNode json, List<String> found) {
    JsonNode task = json.path("TaskTemplate");
    JsonNode container = task.path("ContainerSpec");
    check(found, json.at("/EndpointSpec/Ports").isEmpty(), "ports " + json.at("/EndpointSpec"));
    check(found, !json.path("Mode").hasNonNull("Global"), "global");
    check(found, json.at("/Mode/Replicated/Replicas").asInt(99) <= 10, "replicas");
    check(found, task.at("/Placement/Constraints").isEmpty(), "placement");
    check(found, task.at("/Placement/Preferences").isEmpty(), "spread");
    check(found, limit(task, "NanoCPUs", 1_000_000_000L), "no limit of CPU");
    check(found, limit(task, "MemoryBytes", 1L << 30), "no limit of memory");
    check(found, limit(task, "Pids", 512), "no limit of processes");
    check(
        found,
        Set.of("json-file", "local").contains(task.at("/LogDriver/Name").asText()),
        "log driver " + task.path("LogDriver"));
    check(found, task.at("/LogDriver/Options/max-size").asText().matches("[1-9].*"), "endless log");
    task.path("Networks").forEach(network -> network(network, found));
    container.path("Mounts").forEach(mount -> mount(mount, found));
    container
        .path("CapabilityAdd")
        .forEach(it -> check(found, CAPABILITIES.contains(it.asText()), "capability " + it));
    container
        .path("Sysctls")
        .fieldNames()
        .forEachRemaining(it -> check(found, it.startsWith("net."), "sysctl " + it));
    check(found, saysNothing(container.path("Privileges")), "privileges");
    check(found, container.path("Isolation").asText("default").equals("default"), "isolation");
    for (String field : List.of("Secrets", "Configs")) {
      container
          .path(field)
          .forEach(
              file ->
                  check(
                      found,
                      isOurs(file.path(field.substring(0, field.length() - 1) + "Name").asText()),
                      field + " " + file));
    }
    labels(json.path("Labels"), found);
    labels(container.path("Labels"), found);
    for (JsonNode variable : container.path("Env")) {
      check(found, !variable.asText().contains("{{define"), "template " + variable);
    }
  }

  private static boolean limit(JsonNode task, String name, long most) {
    long limit = task.at("/Resources/Limits/" + name).asLong();
    return limit > 0 && limit <= most;
  }

  private void network(JsonNode network, List<String> found) {
    String name = network.path("Target").asText();
    check(found, isOurs(name) || name.equals("proxy"), "network " + name);
    check(found, network.path("DriverOpts").isEmpty(), "network options " + network);
  }

  private void mount(JsonNode mount, List<String> found) {
    String type = mount.path("Type").asText();
    check(found, type.equals("volume") || type.equals("tmpfs"), "mount of type " + type);
    String source = mount.path("Source").asText("");
    check(found, source.isEmpty() || isOurs(source), "volume " + source);
    check(found, !mount.toString().contains("{{"), "template in " + mount);
    check(
        found,
        mount.at("/VolumeOptions/DriverConfig/Options").isEmpty()
            && Set.of("", "local")
                .contains(mount.at("/VolumeOptions/DriverConfig/Name").asText("")),
        "volume options in " + mount);
  }

  private void labels(JsonNode labels, List<String> found) {
    labels
        .properties()
        .forEach(
            label -> {
              String key = label.getKey().toLowerCase(Locale.ROOT);
              String value = label.getValue().asText();
              if (key.startsWith("ci.coopcloud.tech/")) {
                check(found, OWNER.labels().containsValue(value), "label " + label);
              } else if (key.startsWith("com.docker.")) {
                check(
                    found,
                    Set.of("com.docker.stack.namespace", "com.docker.stack.image").contains(key),
                    "label " + label);
              } else if (key.matches("traefik\\..*\\.rule")) {
                check(found, value.contains(domain), "route " + label);
              }
              check(found, !value.endsWith("@internal"), "label " + label);
            });
    check(found, labels.path(Api.RUN_UID_LABEL).asText().equals("uid-1"), "no label of the run");
  }

  private static boolean saysNothing(JsonNode node) {
    return node.isContainerNode()
        ? node.valueStream().allMatch(Forbidden::saysNothing)
        : node.isMissingNode() || node.isNull();
  }

  private boolean isOurs(String name) {
    return name.startsWith(stack.name() + "_");
  }

  private static void check(List<String> found, boolean fine, String what) {
    if (!fine) {
      found.add(what);
    }
  }
}
