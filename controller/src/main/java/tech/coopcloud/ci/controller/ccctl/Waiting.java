package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits until one object is as wanted: looks, then watches from what it saw, so nothing slips by.
 */
final class Waiting {
  /** What a look at the object said. */
  enum Answer {
    NOT_YET,
    MET
  }

  private final Api api;
  private final Resource resource;
  private final String namespace;
  private final String name;

  Waiting(Api api, Resource resource, String namespace, String name) {
    this.api = api;
    this.resource = resource;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * @param look is given the object at first and after every change; a missing node when it does
   *     not exist. It may throw to end the wait
   * @return false when the time was up first
   */
  boolean until(Function<JsonNode, Answer> look, @Nullable Instant deadline) {
    String path =
        resource.collection(namespace) + new Selector(null, "metadata.name=" + name).query();
    while (true) {
      JsonNode list = api.get(path);
      JsonNode first = list.path("items").path(0);
      if (look.apply(first) == Answer.MET) {
        return true;
      }
      AtomicBoolean met = new AtomicBoolean();
      Watch.End end =
          new Watch(
                  api,
                  path,
                  Api.JSON,
                  list.path("metadata").path("resourceVersion").asText("0"),
                  deadline)
              .follow(
                  event -> {
                    boolean deleted = event.path("type").asText().equals("DELETED");
                    JsonNode object = deleted ? MissingNode.getInstance() : event.path("object");
                    met.set(look.apply(object) == Answer.MET);
                    return !met.get();
                  });
      if (met.get()) {
        return true;
      }
      if (end == Watch.End.TIMEOUT) {
        return false;
      }
    }
  }
}
