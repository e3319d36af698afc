package tech.coopcloud.ci.browser;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * Looks whether a screenshot shows anything. Reads a line at a time, where the JDK's own decoder
 * would load the whole of its desktop.
 */
final class Png {
  private static final int HEADER = 0x49484452;
  private static final int DATA = 0x49444154;
  private static final int END = 0x49454e44;

  private Png() {}

  /**
   * Whether every pixel has one colour. An image in a form that Chromium does not write has not.
   */
  static boolean blank(Path file) throws IOException {
    List<InputStream> data = new ArrayList<>();
    int width = 0;
    int height = 0;
    int pixel = 0;
    try (DataInputStream in =
        new DataInputStream(new java.io.ByteArrayInputStream(Files.readAllBytes(file)))) {
      in.skipBytes(8);
      for (int length = in.readInt(), type = in.readInt();
          type != END;
          length = in.readInt(), type = in.readInt()) {
        byte[] chunk = in.readNBytes(length);
        in.skipBytes(4);
        if (type == HEADER) {
          DataInputStream header = new DataInputStream(new java.io.ByteArrayInputStream(chunk));
          width = header.readInt();
          height = header.readInt();
          pixel = header.readUnsignedShort() == 0x0806 ? 4 : chunk[9] == 2 && chunk[8] == 8 ? 3 : 0;
        } else if (type == DATA) {
          data.add(new java.io.ByteArrayInputStream(chunk));
        }
      }
    }
    if (pixel == 0) {
      return false;
    }
    try (DataInputStream lines =
        new DataInputStream(
            new InflaterInputStream(new SequenceInputStream(Collections.enumeration(data))))) {
      return oneColour(lines, width, height, pixel);
    }
  }

  private static boolean oneColour(DataInputStream lines, int width, int height, int pixel)
      throws IOException {
    byte[] above = new byte[width * pixel];
    byte[] line = new byte[width * pixel];
    byte[] first = new byte[pixel];
    for (int y = 0; y < height; y++) {
      int filter = lines.readUnsignedByte();
      lines.readFully(line);
      unfilter(filter, line, above, pixel);
      if (y == 0) {
        System.arraycopy(line, 0, first, 0, pixel);
      }
      for (int i = 0; i < line.length; i++) {
        if (line[i] != first[i % pixel]) {
          return false;
        }
      }
      byte[] swap = above;
      above = line;
      line = swap;
    }
    return true;
  }

  /** Undoes a line's filter: PNG specification, section 9. */
  private static void unfilter(int filter, byte[] line, byte[] above, int pixel) {
    for (int i = 0; i < line.length; i++) {
      int left = i < pixel ? 0 : line[i - pixel] & 0xff;
      int up = above[i] & 0xff;
      int corner = i < pixel ? 0 : above[i - pixel] & 0xff;
      int guess =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, corner);
            default -> 0;
          };
      line[i] = (byte) (line[i] + guess);
    }
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
