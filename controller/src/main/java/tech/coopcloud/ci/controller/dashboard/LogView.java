package tech.coopcloud.ci.controller.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The log as a page shows it: its last part, whole lines only.
 *
 * @param first number of the first line shown, from 1
 * @param offset where the log goes on, in bytes
 * @param complete whether nothing will be added
 */
record LogView(List<Line> lines, int first, long offset, boolean complete) {
  private static final int SHOWN_BYTES = 512 * 1024;

  /** Time, source and text; the first two are empty on a line that is not of that form. */
  record Line(String time, String source, String text) {
    static Line of(String line) {
      int bar = line.indexOf(" | ");
      int space = line.indexOf(' ');
      if (space > 0 && bar > space && line.startsWith("T", 10)) {
        return new Line(
            line.substring(11, Math.min(space, 19)),
            line.substring(space + 1, bar),
            line.substring(bar + 3));
      }
      return new Line("", "", line);
    }
  }

  static LogView none() {
    return new LogView(List.of(), 1, 0, false);
  }

  /**
   * @param complete asked before reading, so that a complete log is read to its end
   */
  static LogView read(Path file, boolean complete) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long start = Math.max(0, size - SHOWN_BYTES);
      int skipped = newlines(channel, start);
      byte[] part = new byte[(int) (size - start)];
      ByteBuffer bytes = ByteBuffer.wrap(part);
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
        // reads on until the part is whole
      }
      return of(part, bytes.position(), start, skipped, complete);
    } catch (NoSuchFileException e) {
      return none();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LogView of(byte[] all, int length, long start, int skipped, boolean complete) {
    int from = 0;
    int first = skipped + 1;
    if (start > 0) {
      while (from < length && all[from++] != '\n') {
        // the line that was cut is left out
      }
      first++;
    }
    int end = length;
    while (!complete && end > from && all[end - 1] != '\n') {
      end--;
    }
    List<Line> lines = new ArrayList<>();
    new String(all, from, end - from, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> lines.add(Line.of(line)));
    return new LogView(List.copyOf(lines), first, start + end, complete);
  }

  private static int newlines(FileChannel channel, long until) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    int count = 0;
    for (long at = 0; at < until; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), until - at));
      int n = channel.read(buffer, at);
      if (n < 0) {
        break;
      }
      for (int i = 0; i < n; i++) {
        count += buffer.get(i) == '\n' ? 1 : 0;
      }
      at += n;
    }
    return count;
  }
}
