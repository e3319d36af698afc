package tech.coopcloud.ci.image;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file system of the engine's data at one instant.
 *
 * @param free what may still be written, in bytes
 * @param total in bytes
 */
record Disk(long free, long total) {

  /**
   * @param folder on that file system; null where the engine is on another machine
   * @return null where that cannot be known
   */
  static @Nullable Disk of(@Nullable Path folder) {
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
  boolean hasLessThan(int percent) {
    return free < total / 100.0 * percent;
  }
}
