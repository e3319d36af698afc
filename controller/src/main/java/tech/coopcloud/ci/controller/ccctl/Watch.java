package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the changes of a collection from a resourceVersion on. */
final class Watch {
  /** Why a watch ended. */
  enum End {
    /** The listener had enough. */
    STOPPED,
    /** The time was up. */
    TIMEOUT,
    /** The server no longer keeps the changes since then: list again. */
    GONE
  }

  private final Api api;
  private final String path;
  private final String accept;
  private final @Nullable Instant deadline;
  private String resourceVersion;

  /**
   * @param path the collection, with its selectors as a query
   * @param deadline when to end, null for never
   */
  Watch(Api api, String path, String accept, String resourceVersion, @Nullable Instant deadline) {
    this.api = api;
    this.path = path;
    this.accept = accept;
    this.resourceVersion = resourceVersion;
    this.deadline = deadline;
  }

  /**
   * Hands on every event until the listener returns false. A server that ends the connection in
   * order is asked again.
   *
   * @throws CcctlException when the server is away
   */
  End follow(Predicate<JsonNode> listener) {
    while (deadline == null || Instant.now().isBefore(deadline)) {
      CountDownLatch ended = new CountDownLatch(1);
      try (InputStream in = open()) {
        closeAtDeadline(in, ended);
        MappingIterator<JsonNode> events = Json.MAPPER.readerFor(JsonNode.class).readValues(in);
        while (events.hasNextValue()) {
          JsonNode event = events.nextValue();
          String type = event.path("type").asText();
          if (type.equals("ERROR")) {
            if (event.path("object").path("code").asInt() == 410) {
              return End.GONE;
            }
            throw StatusException.of(500, event.path("object"));
          }
          remember(event.path("object"));
          if (!type.equals("BOOKMARK") && !listener.test(event)) {
            return End.STOPPED;
          }
        }
      } catch (StatusException e) {
        if (e.code() == 410) {
          return End.GONE;
        }
        throw e;
      } catch (IOException e) {
        if (deadline == null || Instant.now().isBefore(deadline)) {
          throw api.away(e);
        }
      } finally {
        ended.countDown();
      }
    }
    return End.TIMEOUT;
  }

  private InputStream open() {
    return api.open(
            path
                + (path.contains("?") ? "&" : "?")
                + "watch=true&allowWatchBookmarks=true&resourceVersion="
                + resourceVersion,
            accept)
        .body();
  }

  private void remember(JsonNode object) {
    String version = object.path("metadata").path("resourceVersion").asText("");
    if (version.isEmpty()) {
      version =
          object
              .path("rows")
              .path(0)
              .path("object")
              .path("metadata")
              .path("resourceVersion")
              .asText("");
    }
    if (!version.isEmpty()) {
      resourceVersion = version;
    }
  }

  /** So that a read never outlasts the time, whatever the server does. */
  private void closeAtDeadline(InputStream in, CountDownLatch ended) {
    if (deadline != null) {
      Thread.ofVirtual().name("watch-deadline").start(() -> closeAt(in, ended, deadline));
    }
  }

  private static void closeAt(InputStream in, CountDownLatch ended, Instant deadline) {
    try {
      long left = Duration.between(Instant.now(), deadline).toMillis();
      if (!ended.await(left, TimeUnit.MILLISECONDS)) {
        in.close();
      }
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt();
    }
  }
}
