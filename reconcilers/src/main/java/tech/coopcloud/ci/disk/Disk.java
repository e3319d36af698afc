package tech.coopcloud.ci.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file system at one instant.
 *
 * @param free what may still be written, in bytes
 * @param total in bytes
 */
public record Disk(long free, long total) {

  /**
   * @param folder on that file system; null where it is on another machine
   * @return null where that cannot be known
   */
  public static @Nullable Disk of(@Nullable Path folder) {
    if (folder == null) {
      return null;
    }
    try {
      FileStore store = Files.getFileStore(folder);
      return new Disk(store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether less than this is free, in percent of the whole. */
  public boolean hasLessThan(int percent) {
    return free < total / 100.0 * percent;
  }
}
