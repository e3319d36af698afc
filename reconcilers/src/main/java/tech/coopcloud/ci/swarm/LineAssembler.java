package tech.coopcloud.ci.swarm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.BiConsumer;

/**
 * Makes lines of what the engine sends of one stream of one container: each begins with a timestamp
 * and a space. A line is cut at {@link #LONGEST}; what a program wrote beyond is left out, so that
 * none can fill our memory.
 */
final class LineAssembler {
  static final int LONGEST = 16 * 1024;

  /** The longest timestamp is {@code 2026-01-01T00:00:00.000000000+00:00} and a space. */
  private static final int STAMP = 36;

  private final BiConsumer<Instant, String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private Instant last = Instant.EPOCH;

  LineAssembler(BiConsumer<Instant, String> lines) {
    this.lines = lines;
  }

  void feed(byte[] bytes) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        append(bytes, from, i);
        end();
        from = i + 1;
      }
    }
    append(bytes, from, bytes.length);
  }

  /** Passes on a last line that has no end. */
  void finish() {
    if (line.size() > 0) {
      end();
    }
  }

  private void append(byte[] bytes, int from, int to) {
    line.write(bytes, from, Math.min(to - from, LONGEST + STAMP - line.size()));
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    int space = text.indexOf(' ');
    try {
      if (space > 0) {
        last = Instant.parse(text.substring(0, space));
        text = text.substring(space + 1);
      }
    } catch (DateTimeParseException e) {
      // no timestamp: it is of the time of the line before
    }
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1); // a terminal's line end
    }
    lines.accept(last, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }
}
