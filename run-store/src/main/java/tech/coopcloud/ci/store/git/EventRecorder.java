package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;

/** Makes events of problems, and lets go of events (and all that is in memory only) in time. */
final class EventRecorder {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MANY = 5_000;

  private final Types types;
  private final Deque<Written> written = new ArrayDeque<>();

  private record Written(ObjectKey key, long version, Instant at) {}

  EventRecorder(Types types) {
    this.types = types;
  }

  /** A Warning Event on the object of a problem, or on the file where there is no object. */
  void warn(Batch batch, Problem problem) {
    ResourceType events = types.events();
    if (events == null || problem.reason().equals(ProblemBook.AWAITING_DELETION)) {
      return;
    }
    ObjectKey about = problem.key();
    Kept kept = about == null ? null : batch.get(about);
    String namespace = about == null || about.namespace().isEmpty() ? "default" : about.namespace();
    String name = eventName(problem);
    String time = batch.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = Json.object();
    event.put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", time);
    involved(event.putObject("involvedObject"), problem, about, kept, namespace);
    event
        .put("reason", problem.reason())
        .put("message", problem.message())
        .put("type", "Warning")
        .put("count", 1)
        .put("firstTimestamp", time)
        .put("lastTimestamp", time)
        .put("reportingComponent", "cc-ci")
        .put("reportingInstance", "");
    event.putObject("source").put("component", "cc-ci");
    ObjectKey key = new ObjectKey(events.name(), namespace, name);
    if (batch.get(key) == null) {
      batch.put(key, event, null);
    }
  }

  private static String eventName(Problem problem) {
    CRC32 crc = new CRC32();
    crc.update((problem.path() + problem.message()).getBytes(StandardCharsets.UTF_8));
    ObjectKey key = problem.key();
    return "%s.%08x%04x"
        .formatted(
            key == null ? "manifest" : key.name(),
            crc.getValue(),
            problem.path().hashCode() & 0xffff);
  }

  private void involved(
      ObjectNode involved,
      Problem problem,
      @Nullable ObjectKey about,
      @Nullable Kept kept,
      String namespace) {
    if (about == null) {
      involved
          .put("kind", problem.path().isEmpty() ? "Repository" : "Manifest")
          .put("name", problem.path().isEmpty() ? "state" : problem.path())
          .put("namespace", namespace);
      return;
    }
    ResourceType type = types.get(about.type());
    involved
        .put("apiVersion", type.apiVersion())
        .put("kind", type.kind())
        .put("name", about.name())
        .put("namespace", about.namespace());
    if (kept != null) {
      involved.set("uid", Json.tree(kept.object()).path("metadata").path("uid"));
    }
  }

  /** Notes what a batch wrote that is in memory only. */
  void note(Batch batch) {
    batch
        .changes()
        .forEach(
            (key, kept) -> {
              ResourceType type = types.get(key.type());
              if (kept != null && type.persistence() == Persistence.MEMORY && !type.readOnly()) {
                written.add(new Written(key, kept.object().resourceVersion(), batch.now()));
              }
            });
  }

  /** Whether {@link #expire} has anything to do. */
  boolean isDue(Instant now) {
    return !written.isEmpty()
        && (written.size() > MANY || written.element().at().plus(KEPT).isBefore(now));
  }

  /** Removes what is too old, and the oldest of too many. */
  void expire(Batch batch) {
    while (isDue(batch.now())) {
      Written oldest = written.remove();
      Kept kept = batch.get(oldest.key());
      if (kept != null && kept.object().resourceVersion() == oldest.version()) {
        batch.remove(oldest.key(), kept);
      }
    }
  }
}
