package tech.coopcloud.ci.owntests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what a program writes into lines, none too long and not too many. One thread at a time. */
final class Lines {
  private static final int LONGEST = 16 << 10;
  private static final long MOST_BYTES = 4L << 20;

  private final Consumer<String> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long bytes;

  Lines(Consumer<String> sink) {
    this.sink = sink;
  }

  void feed(byte[] piece) {
    for (byte b : piece) {
      if (b == '\n') {
        end();
      } else if (line.size() < LONGEST) {
        line.write(b);
      }
    }
  }

  /** What stands without a line end is a line too. */
  void finish() {
    if (line.size() > 0) {
      end();
    }
  }

  private void end() {
    long before = bytes;
    bytes += line.size() + 1;
    if (bytes <= MOST_BYTES) {
      sink.accept(line.toString(StandardCharsets.UTF_8));
    } else if (before <= MOST_BYTES) {
      sink.accept("(the rest is left out: it is over 4 MiB)");
    }
    line.reset();
  }
}
