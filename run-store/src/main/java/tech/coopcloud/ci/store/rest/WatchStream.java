package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * One response of a watch. The store's thread hands changes in, the request's thread writes them
 * out; between them stands a short queue, so that a slow client slows only its own watch, until it
 * has fallen behind what the store remembers.
 */
final class WatchStream implements AutoCloseable {
  private static final int QUEUE = 512;
  private static final byte[] NEWLINE = {'}', '\n'};

  /** How soon a closed stream is noticed by whoever waits on it. */
  private static final long LOOK_AGAIN_MILLIS = 500;

  private final HttpServletResponse response;
  private final View view;
  private final Selection selection;
  private final boolean bookmarks;
  private final Duration every;
  private final BlockingQueue<WatchEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private volatile boolean closed;
  private volatile boolean lost;

  /**
   * @param bookmarks whether the client wants bookmarks
   * @param every how often it gets one, or an empty line, when nothing else happens: so that a
   *     client that went away without a word is noticed
   */
  WatchStream(
      HttpServletResponse response,
      View view,
      Selection selection,
      boolean bookmarks,
      Duration every) {
    this.response = response;
    this.view = view;
    this.selection = selection;
    this.bookmarks = bookmarks;
    this.every = every;
  }

  /** Called by the store; waits while the client is slow. */
  void changed(WatchEvent event) {
    try {
      while (!closed && !queue.offer(event, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        // The client has not caught up yet.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called by the store when this watch fell too far behind. */
  void lost() {
    lost = true;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Sends the head at once: clients wait for it before they trust the watch. */
  void begin() throws IOException {
    response.setStatus(200);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-cache, private");
    response.flushBuffer();
  }

  void initial(List<StoredObject> objects, long version, boolean markEnd) throws IOException {
    OutputStream out = response.getOutputStream();
    for (StoredObject object : objects) {
      if (selection.matches(object)) {
        line(out, "ADDED", view.one(object));
      }
    }
    if (markEnd) {
      line(out, "BOOKMARK", view.bookmark(version, true));
    }
    out.flush();
  }

  /** Writes changes until the time is up, the stream is closed, or the watch is lost. */
  void follow(ObjectStore.Watch watch, long start, Duration timeout) throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    long beat = System.nanoTime();
    long version = start;
    OutputStream out = response.getOutputStream();
    if (bookmarks) {
      // Some clients call a watch open only when something has come over it.
      line(out, "BOOKMARK", view.bookmark(start, false));
      out.flush();
    }
    while (!closed) {
      long now = System.nanoTime();
      boolean over = now - end >= 0;
      if (over || now - beat >= every.toNanos()) {
        version = beat(out, watch, version);
        beat = now;
      }
      if (over) {
        return;
      }
      WatchEvent event =
          next(Math.min(end - now, TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS)));
      if (event != null) {
        write(out, event);
        version = drain(out, event.object().resourceVersion());
        out.flush();
      } else if (lost) {
        expired("too old resource version: " + version);
        return;
      }
    }
  }

  private long beat(OutputStream out, ObjectStore.Watch watch, long version) throws IOException {
    // Whatever was delivered before this is in the queue now, so it goes out first.
    long delivered = watch.delivered();
    long reached = Math.max(drain(out, version), delivered);
    if (bookmarks) {
      line(out, "BOOKMARK", view.bookmark(reached, false));
    } else {
      out.write('\n');
    }
    out.flush();
    return reached;
  }

  private @Nullable WatchEvent next(long nanos) {
    try {
      return queue.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      return null;
    }
  }

  private long drain(OutputStream out, long version) throws IOException {
    long last = version;
    for (WatchEvent event = queue.poll(); event != null; event = queue.poll()) {
      write(out, event);
      last = event.object().resourceVersion();
    }
    return last;
  }

  /** Tells the client to list again. */
  void expired(String message) throws IOException {
    OutputStream out = response.getOutputStream();
    line(out, "ERROR", Json.bytes(ApiError.expired(message).status()));
    out.flush();
  }

  /** An object that enters the selection is added to it, one that leaves it is deleted from it. */
  private void write(OutputStream out, WatchEvent event) throws IOException {
    if (selection.isAll()) {
      line(out, event.type().name(), view.one(event.object()));
      return;
    }
    StoredObject previous = event.previous();
    boolean was = previous != null && selection.matches(previous);
    boolean is = event.type() != WatchEvent.Type.DELETED && selection.matches(event.object());
    if (is) {
      line(out, was ? "MODIFIED" : "ADDED", view.one(event.object()));
    } else if (was && previous != null) {
      line(out, "DELETED", view.one(at(previous, event.object().resourceVersion())));
    }
  }

  private static StoredObject at(StoredObject object, long version) {
    ObjectNode tree = Json.tree(object);
    tree.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
    return new StoredObject(object.key(), version, Json.bytes(tree));
  }

  private static void line(OutputStream out, String type, byte[] object) throws IOException {
    out.write(View.utf8("{\"type\":\"" + type + "\",\"object\":"));
    out.write(ascii(object));
    out.write(NEWLINE);
  }

  /**
   * The same JSON without a byte above 127. The client of the reconcilers takes such text for
   * shorter than it is, reads zeros behind it, and gives up the watch.
   */
  private static byte[] ascii(byte[] json) {
    for (byte one : json) {
      if (one < 0) {
        return escaped(new String(json, StandardCharsets.UTF_8));
      }
    }
    return json;
  }

  /** Only strings of JSON have such characters, and there each may stand as an escape. */
  private static byte[] escaped(String json) {
    StringBuilder text = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char one = json.charAt(i);
      if (one < 128) {
        text.append(one);
      } else {
        text.append(String.format("\\u%04x", (int) one));
      }
    }
    return View.utf8(text.toString());
  }
}
