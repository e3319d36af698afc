package tech.coopcloud.ci.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a tar.
 *
 * @param folder whether what it holds is a folder, not a single file
 * @param files how many regular files
 * @param bytes of those
 * @param filled files that hold something, also once unpacked where they are gzipped
 * @param canary what stands in a {@link #CANARY} at its top, or null
 */
public record Contents(
    boolean folder, long files, long bytes, long filled, @Nullable String canary) {
  /** The name of the file that proves that a folder lives. */
  public static final String CANARY = ".cc-ci-canary";

  private static final int GZIP_START = 4 << 10;
  private static final int LONGEST_CANARY = 200;

  /** Reads a tar to its end. */
  public static Contents of(InputStream tar) throws IOException {
    Counter counter = new Counter();
    TarArchiveInputStream in = new TarArchiveInputStream(tar);
    for (TarArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
      counter.count(entry, in);
    }
    tar.transferTo(java.io.OutputStream.nullOutputStream());
    return counter.contents();
  }

  /** Whether there is nothing in it that would be missed. */
  public boolean empty() {
    return filled == 0;
  }

  /** For a sentence: {@code 3 files, 120 bytes}. */
  public String text() {
    return files + (files == 1 ? " file, " : " files, ") + bytes + " bytes";
  }

  private static final class Counter {
    private boolean folder;
    private long files;
    private long bytes;
    private long filled;
    private @Nullable String canary;

    void count(TarArchiveEntry entry, InputStream in) throws IOException {
      folder |= entry.isDirectory();
      if (!entry.isFile()) {
        return;
      }
      files++;
      bytes += entry.getSize();
      if (isCanary(entry.getName()) && entry.getSize() <= LONGEST_CANARY) {
        canary = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        filled++;
      } else if (entry.getSize() > 0 && !isGzipOfNothing(in)) {
        filled++;
      }
    }

    private static boolean isCanary(String name) {
      String[] parts = name.split("/");
      return parts.length <= 2 && parts[parts.length - 1].equals(CANARY);
    }

    /** A pipe whose first program failed leaves a gzip of nothing, which is 20 bytes long. */
    private static boolean isGzipOfNothing(InputStream in) throws IOException {
      byte[] start = in.readNBytes(GZIP_START);
      if (start.length < 2 || (start[0] & 0xff) != 0x1f || (start[1] & 0xff) != 0x8b) {
        return false;
      }
      try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(start))) {
        return unpacked.read() < 0;
      } catch (IOException e) {
        return false; // not a gzip after all, or one whose beginning says nothing
      }
    }

    Contents contents() {
      return new Contents(folder, files, bytes, filled, canary);
    }
  }
}
