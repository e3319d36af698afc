package tech.coopcloud.ci.oracle;

import static tech.coopcloud.ci.swarm.DockerCli.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * What the engine says about every object of a stack, by {@code kind name}, without what differs
 * from one deployment of the same files to the next: ids (names stand for them), times, addresses
 * that the engine chose, and the labels that say whose an object is.
 */
record EngineView(Map<String, JsonNode> objects) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OURS = "ci.coopcloud.tech/";

  /** Looks at everything with the stack's label. */
  static EngineView of(StackSpec stack) {
    String filter = "label=com.docker.stack.namespace=" + stack.name();
    Map<String, String> names = new HashMap<>();
    for (String kind : List.of("network", "secret", "config")) {
      List<String> args = new ArrayList<>(List.of(kind, "ls", "--format", "{{.ID}} {{.Name}}"));
      if (kind.equals("network")) {
        args.add("--no-trunc");
      }
      docker(args.toArray(String[]::new))
          .forEach(line -> names.put(line.split(" ")[0], line.split(" ")[1]));
    }
    Map<String, JsonNode> objects = new TreeMap<>();
    for (String kind : List.of("service", "network", "config", "secret", "volume")) {
      List<String> ids = docker(kind, "ls", "-q", "--filter", filter);
      for (JsonNode object : inspect(kind, ids)) {
        ObjectNode plain = plain(kind, (ObjectNode) object);
        String name = plain.path("Name").asText(plain.path("Spec").path("Name").asText());
        objects.put(kind + " " + name, named(plain, names));
      }
    }
    return new EngineView(objects);
  }

  private static JsonNode inspect(String kind, List<String> ids) {
    if (ids.isEmpty()) {
      return JSON.createArrayNode();
    }
    try {
      String[] args =
          Stream.concat(Stream.of(kind, "inspect"), ids.stream()).toArray(String[]::new);
      return JSON.readTree(String.join("\n", docker(args)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode plain(String kind, ObjectNode object) {
    object.remove(
        List.of(
            "ID",
            "Id",
            "Version",
            "CreatedAt",
            "UpdatedAt",
            "Created",
            "PreviousSpec",
            "UpdateStatus",
            "Endpoint",
            "Containers",
            "Peers",
            "Mountpoint"));
    withoutOurLabels(object);
    if (object.path("Spec").path("TaskTemplate").path("ContainerSpec").get("Mounts")
        instanceof ArrayNode mounts) {
      byTarget(mounts);
    }
    if (kind.equals("network")) {
      if (object.get("Options") instanceof ObjectNode options) {
        options.remove("com.docker.network.driver.overlay.vxlanid_list");
      }
      ArrayNode asked = JSON.createArrayNode();
      for (JsonNode pool : object.path("IPAM").path("Config")) {
        if (pool.path("Subnet").asText().startsWith("10.23")) {
          asked.add(pool.path("Subnet").asText());
        }
      }
      ((ObjectNode) object.path("IPAM")).set("Config", asked);
    }
    return object;
  }

  /** The order means nothing, and docker's own clients differ in it where files are merged. */
  private static void byTarget(ArrayNode mounts) {
    List<JsonNode> sorted = new ArrayList<>();
    mounts.forEach(sorted::add);
    sorted.sort(Comparator.comparing(mount -> mount.path("Target").asText()));
    mounts.removeAll().addAll(sorted);
  }

  /** A mount has options for our labels' sake alone where docker gives it none. */
  private static void withoutOurLabels(JsonNode node) {
    if (node instanceof ObjectNode object && object.get("Labels") instanceof ObjectNode labels) {
      List<String> names = new ArrayList<>();
      labels.fieldNames().forEachRemaining(names::add);
      List<String> ours = names.stream().filter(it -> it.startsWith(OURS)).toList();
      labels.remove(ours);
      if (!ours.isEmpty() && labels.isEmpty()) {
        object.remove("Labels");
      }
    }
    node.forEach(EngineView::withoutOurLabels);
    if (node instanceof ObjectNode mount && mount.path("VolumeOptions").isEmpty()) {
      mount.remove("VolumeOptions");
    }
  }

  private static JsonNode named(JsonNode node, Map<String, String> names) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(named(field.getValue(), names)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, named(array.get(i), names));
      }
    } else if (node.isTextual() && names.containsKey(node.asText())) {
      return JSON.getNodeFactory().textNode(names.get(node.asText()));
    }
    return node;
  }

  /**
   * Every field that differs, one a line; empty where there is no difference. Docker leaves it to
   * the tasks to create volumes: one that no task has asked for yet is compared in its mounts only.
   */
  List<String> differencesFrom(EngineView docker) {
    List<String> differences = new ArrayList<>();
    ObjectNode theirs = JSON.createObjectNode();
    ObjectNode ours = JSON.createObjectNode();
    docker.objects.forEach(theirs::set);
    objects.forEach(ours::set);
    ours.remove(
        objects.keySet().stream()
            .filter(it -> it.startsWith("volume ") && !docker.objects.containsKey(it))
            .toList());
    compare("", theirs, ours, differences);
    return differences;
  }

  private static void compare(String path, JsonNode docker, JsonNode ours, List<String> into) {
    if (docker.isObject() && ours.isObject()) {
      Stream.concat(docker.properties().stream(), ours.properties().stream())
          .map(Map.Entry::getKey)
          .distinct()
          .forEach(key -> compare(path + "/" + key, docker.path(key), ours.path(key), into));
    } else if (docker.isArray() && ours.isArray() && docker.size() == ours.size()) {
      for (int i = 0; i < docker.size(); i++) {
        compare(path + "/" + i, docker.get(i), ours.get(i), into);
      }
    } else if (!docker.equals(ours)) {
      into.add(path + ": docker " + shown(docker) + ", ours " + shown(ours));
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
