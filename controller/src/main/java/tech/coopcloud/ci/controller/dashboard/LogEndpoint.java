package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /runs/NAMESPACE/NAME/log[?follow=true][&from=BYTES]}: the run's log as plain text from
 * a byte on. The header {@value #COMPLETE} says whether the log was complete when the answer began.
 * With {@code follow} the answer goes on until the log is complete, at most for {@link #LONGEST}; a
 * client that got no complete log asks again from where it is.
 */
final class LogEndpoint {
  static final String COMPLETE = "Cc-Ci-Log-Complete";
  static final Duration LONGEST = Duration.ofMinutes(10);
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int LOOKS = 20;

  private final Source source;
  private final RunFiles files;
  private final Closing closing;

  LogEndpoint(Source source, RunFiles files, Closing closing) {
    this.source = source;
    this.files = files;
    this.closing = closing;
  }

  void handle(Context context) throws IOException {
    String namespace = context.pathParam("namespace");
    String name = context.pathParam("name");
    boolean follow = "true".equals(context.queryParam("follow"));
    Optional<Path> log = files.log(namespace, name);
    if (log.isEmpty() && !known(namespace, name)) {
      PlainError.notFound(context, "there is no run " + namespace + "/" + name);
      return;
    }
    long from = from(context.queryParam("from"));
    if (from < 0) {
      PlainError.write(context, 400, "from must be a number of bytes, 0 or more");
      return;
    }
    // Asked before reading: what is complete now can be read to its end.
    boolean complete = files.complete(namespace, name);
    // Written past the framework, which would hold the answer back to compress it.
    HttpServletResponse response = context.res();
    response.setStatus(200);
    response.setContentType("text/plain; charset=utf-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    response.setHeader(COMPLETE, Boolean.toString(complete));
    response.flushBuffer();
    write(response.getOutputStream(), namespace, name, from, follow && !complete);
  }

  /** What is shown is a moment behind the API, which may have created the run just now. */
  private boolean known(String namespace, String name) {
    for (int look = 0; source.run(namespace, name).isEmpty(); look++) {
      if (look == LOOKS || closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private void write(OutputStream out, String namespace, String name, long from, boolean follow)
      throws IOException {
    Instant end = Instant.now().plus(LONGEST);
    long at = from;
    boolean more = true;
    while (more) {
      more = follow && !files.complete(namespace, name) && Instant.now().isBefore(end);
      Optional<Path> log = files.log(namespace, name);
      if (log.isPresent()) {
        at = copy(log.get(), at, out);
      } else if (follow && source.run(namespace, name).isEmpty()) {
        return;
      }
      more = more && !closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static long copy(Path log, long from, OutputStream out) throws IOException {
    long at = from;
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
      for (int n = channel.read(buffer, at); n > 0; n = channel.read(buffer.clear(), at)) {
        out.write(buffer.array(), 0, n);
        at += n;
      }
    }
    if (at > from) {
      out.flush();
    }
    return at;
  }

  private static long from(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
