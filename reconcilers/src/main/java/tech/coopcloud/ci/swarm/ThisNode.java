package tech.coopcloud.ci.swarm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which node of the swarm the engine is; asked for once, and taken from whoever hears it anew. */
final class ThisNode {
  private final Engine engine;
  private volatile String id = "";

  ThisNode(Engine engine) {
    this.engine = engine;
  }

  /** Its id; empty where the engine is of no swarm. */
  String id() {
    if (id.isEmpty()) {
      var swarm = engine.call("describe itself", () -> engine.docker().infoCmd().exec()).getSwarm();
      heard(swarm == null ? null : swarm.getNodeID());
    }
    return id;
  }

  /** An engine that left its swarm and made another is a node of another id. */
  void heard(@Nullable String nodeId) {
    id = Objects.requireNonNullElse(nodeId, "");
  }
}
