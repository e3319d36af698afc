package tech.coopcloud.ci.store.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GoneException;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ObjectStore.Listing;
import tech.coopcloud.ci.store.object.StoredObject;

/** {@code watch}: a stream of changes, one JSON line each, until the client or its time is up. */
final class Watches implements AutoCloseable {
  private static final int SHORTEST_DEFAULT_SECONDS = 1_800;
  private static final int LONGEST_SECONDS = 86_400;

  private final ObjectStore store;
  private final Reads reads;
  private final Duration bookmarkEvery;
  private final Set<WatchStream> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Watches(ObjectStore store, Reads reads, Duration bookmarkEvery) {
    this.store = store;
    this.reads = reads;
    this.bookmarkEvery = bookmarkEvery;
  }

  /** Where a watch starts: what it tells first, and the version after which it goes on. */
  private record Start(long version, List<StoredObject> initial, boolean markEnd) {}

  void watch(Context ctx, Target target) throws ApiError, IOException {
    View view = reads.view(ctx, target);
    Selection selection = Reads.selection(ctx, target);
    boolean bookmarks = isTrue(ctx, "allowWatchBookmarks");
    Duration timeout = timeout(ctx);
    Start start = start(ctx, target, bookmarks);
    WatchStream stream = new WatchStream(ctx.res(), view, selection, bookmarks, bookmarkEvery);
    running.add(stream);
    try (stream) {
      if (closed) {
        throw ApiError.unavailable("the server is stopping: try again later");
      }
      stream.begin();
      if (start.version() > store.resourceVersion()) {
        stream.expired("too large resource version: " + start.version());
        return;
      }
      try (ObjectStore.Watch watch =
          store.watch(
              target.type().name(),
              target.namespace(),
              start.version(),
              stream::changed,
              stream::lost)) {
        stream.initial(start.initial(), start.version(), start.markEnd());
        stream.follow(watch, start.version(), timeout);
      } catch (GoneException e) {
        stream.expired(String.valueOf(e.getMessage()));
      }
    } finally {
      running.remove(stream);
    }
  }

  private Start start(Context ctx, Target target, boolean bookmarks) throws ApiError {
    String asked = ctx.queryParam("resourceVersion");
    long version = Reads.version(asked);
    String match = ctx.queryParam("resourceVersionMatch");
    boolean initial;
    if (ctx.queryParam("sendInitialEvents") == null) {
      if (match != null && !match.isEmpty()) {
        throw ApiError.badRequest(
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
      }
      initial = version == 0;
    } else {
      if (!"NotOlderThan".equals(match)) {
        throw ApiError.badRequest(
            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
      }
      initial = isTrue(ctx, "sendInitialEvents");
    }
    if (!initial) {
      return new Start(version == 0 ? store.resourceVersion() : version, List.of(), false);
    }
    Listing now = store.list(target.type().name(), target.namespace());
    if (version > now.resourceVersion()) {
      throw ApiError.tooLargeVersion(version, now.resourceVersion());
    }
    boolean markEnd = bookmarks && isTrue(ctx, "sendInitialEvents");
    return new Start(now.resourceVersion(), now.objects(), markEnd);
  }

  private static Duration timeout(Context ctx) throws ApiError {
    String text = ctx.queryParam("timeoutSeconds");
    long seconds = Reads.version(text);
    if (seconds == 0) {
      // Spread out, so that clients that started together do not all come back together.
      int spread = ThreadLocalRandom.current().nextInt(SHORTEST_DEFAULT_SECONDS);
      return Duration.ofSeconds(SHORTEST_DEFAULT_SECONDS + spread);
    }
    return Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
  }

  static boolean isTrue(Context ctx, String parameter) {
    @Nullable String value = ctx.queryParam(parameter);
    return value != null && (value.equals("true") || value.equals("1") || value.isEmpty());
  }

  /** Ends all streams, and lets none begin. */
  @Override
  public void close() {
    closed = true;
    running.forEach(WatchStream::close);
  }
}
