package tech.coopcloud.ci.swarm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the beginning and the end of what is written to it: how something began and how it ended
 * say most. Safe for several threads.
 */
final class BoundedOutput {
  private final int half;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] tail;
  private long rest;

  /**
   * @param most how many bytes are kept
   */
  BoundedOutput(int most) {
    this.half = most / 2;
    this.tail = new byte[half];
  }

  synchronized void write(byte[] bytes) {
    int first = Math.min(bytes.length, half - head.size());
    head.write(bytes, 0, first);
    for (int i = Math.max(first, bytes.length - half); i < bytes.length; i++) {
      tail[(int) ((rest + i - first) % half)] = bytes[i];
    }
    rest += bytes.length - first;
  }

  /** The text, with a line in the place of what was left out. */
  synchronized String text() {
    int kept = (int) Math.min(rest, half);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toByteArray());
    if (rest > kept) {
      String gap = "\n(... " + (rest - kept) + " bytes are left out ...)\n";
      all.writeBytes(gap.getBytes(StandardCharsets.UTF_8));
    }
    for (long i = rest - kept; i < rest; i++) {
      all.write(tail[(int) (i % half)]);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
