package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.model.Config;
import com.github.dockerjava.api.model.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;

/** Labels of the engine's objects: which are Swarm's own, and where docker-java keeps them. */
final class Labels {
  static final String SERVICE_NAME = "com.docker.swarm.service.name";
  static final String TASK_ID = "com.docker.swarm.task.id";
  static final String TASK_NAME = "com.docker.swarm.task.name";
  static final String STACK = "com.docker.stack.namespace";

  private Labels() {}

  /** The recipe's labels under the owner's, which win. */
  static Map<String, String> with(Map<String, String> labels, Owner owner) {
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(owner.labels());
    return all;
  }

  /** The filter {@code label=value}, as the engine's lists take it. */
  static List<String> filter(String label, String value) {
    return List.of(label + "=" + value);
  }

  static @Nullable String runUid(@Nullable Map<String, String> labels) {
    return labels == null ? null : labels.get(Api.RUN_UID_LABEL);
  }

  /** docker-java's ConfigSpec knows no labels; they are in what the engine sent. */
  static Map<String, String> of(Config config) {
    Map<String, String> labels = new HashMap<>();
    if (config.getRawValues().get("Spec") instanceof Map<?, ?> spec
        && spec.get("Labels") instanceof Map<?, ?> raw) {
      raw.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
    }
    return labels;
  }

  /** A task shows its container's labels, not its service's; ours are on both. */
  static @Nullable Map<String, String> of(Task task) {
    return task.getSpec() == null || task.getSpec().getContainerSpec() == null
        ? null
        : task.getSpec().getContainerSpec().getLabels();
  }
}
