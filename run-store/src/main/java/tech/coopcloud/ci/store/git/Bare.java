package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import tech.coopcloud.ci.store.object.StorageException;

/** The bare repository itself: made, configured, and held by one process at a time. */
final class Bare {
  private Bare() {}

  /** Makes the repository if it is not there, and sets what the store relies on. */
  static void prepare(Path path) throws IOException {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build()) {
      if (!Files.exists(path.resolve("HEAD"))) {
        repository.create(true);
      }
      StoredConfig config = repository.getConfig();
      String before = config.toText();
      config.setBoolean("receive", null, "denyNonFastForwards", true);
      config.setBoolean("receive", null, "denyDeletes", true);
      config.setBoolean("receive", null, "autogc", false);
      config.setBoolean("receive", null, "fsckObjects", true);
      config.setStringList(
          "receive", null, "hideRefs", List.of(Recovery.STATUS, Line.FORMER, "refs/cc-ci"));
      config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
      if (!config.toText().equals(before)) {
        config.save();
      }
    }
    String head = "ref: " + MainBranch.REF + "\n";
    Path file = path.resolve("HEAD");
    if (!Files.readString(file).equals(head)) {
      Files.writeString(file, head);
    }
  }

  /**
   * Takes the repository for this process.
   *
   * @throws StorageException when another process has it
   */
  static FileChannel lock(Path path) throws IOException {
    Path file = Files.createDirectories(path).resolve("cc-ci.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw held(path, e);
    }
    channel.close();
    throw held(path, new IOException("locked by another process"));
  }

  private static StorageException held(Path path, Exception cause) {
    return new StorageException(
        "The state repository "
            + path
            + " is in use by another cc-ci process (it holds cc-ci.lock there); stop that one, or use another --data folder",
        cause);
  }
}
