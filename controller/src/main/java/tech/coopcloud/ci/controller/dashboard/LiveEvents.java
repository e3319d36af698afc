package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /events[?run=NAMESPACE/NAME]}: server-sent events that say that something changed, not
 * what: the page asks for itself again and shows what is there then. However much changes, at most
 * one event waits for a slow client.
 */
final class LiveEvents {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final long LOOK_AGAIN_MILLIS = 500;
  private static final byte[] CHANGED =
      "event: changed\ndata: 1\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Source source;
  private final Closing closing;

  LiveEvents(Source source, Closing closing) {
    this.source = source;
    this.closing = closing;
  }

  void handle(Context context) throws IOException {
    String run = context.queryParam("run");
    // Written past the framework, which would hold the answer back to compress it.
    HttpServletResponse response = context.res();
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
    Source.Subscription subscription =
        source.onChange(
            (namespace, name) -> {
              if ((run == null || run.equals(namespace + "/" + name)) && !changes.offer(true)) {
                return; // one is waiting already
              }
            });
    try {
      OutputStream out = response.getOutputStream();
      out.write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
      // What changed before the subscription is made good by one refresh.
      out.write(CHANGED);
      out.flush();
      send(changes, out);
    } catch (IOException e) {
      // The browser went away; that is how these end.
    } finally {
      subscription.close();
    }
  }

  private void send(BlockingQueue<Boolean> changes, OutputStream out) throws IOException {
    Instant heartbeat = Instant.now().plus(HEARTBEAT);
    try {
      while (!closing.closed()) {
        boolean changed = changes.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS) != null;
        if (changed || Instant.now().isAfter(heartbeat)) {
          out.write(changed ? CHANGED : COMMENT);
          out.flush();
          heartbeat = Instant.now().plus(HEARTBEAT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
