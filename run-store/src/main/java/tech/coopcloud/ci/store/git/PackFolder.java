package tech.coopcloud.ci.store.git;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the packs lie. A pack of ours carries {@link #OURS} in its name, so that packs that pushes
 * or {@code git gc} brought are left alone. Git finds a pack by its index, therefore the index
 * appears last and whole.
 */
final class PackFolder {
  /** How the names of our packs begin; what follows is taken from the pack's checksum. */
  static final String OURS = "pack-cc1cc1";

  private static final Logger log = LoggerFactory.getLogger(PackFolder.class);

  private final Path folder;

  PackFolder(Path repository) throws IOException {
    folder = Files.createDirectories(repository.resolve("objects/pack"));
  }

  /** A pack of ours on disk, named without its suffix. */
  record PackFile(Path folder, String name, long size) {
    Path pack() {
      return folder.resolve(name + ".pack");
    }

    Path index() {
      return folder.resolve(name + ".idx");
    }
  }

  Path path() {
    return folder;
  }

  static String name(byte[] checksum) {
    String hex = HexFormat.of().formatHex(checksum);
    return OURS + hex.substring(OURS.length() - "pack-".length());
  }

  /**
   * Writes a pack and its index. When this returns the pack is on disk for good: it is forced
   * there; a lost index is made again from the pack at the next start.
   */
  PackFile write(PackBuilder.Pack pack) throws IOException {
    PackFile file = new PackFile(folder, name(pack.checksum()), pack.bytes().length);
    try {
      try (FileChannel out = FileChannel.open(file.pack(), CREATE_NEW, WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(pack.bytes());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(false);
      }
      index(file, PackIndex.write(pack.entries(), pack.checksum()));
    } catch (IOException e) {
      remove(file, e);
      throw e;
    }
    return file;
  }

  /** Puts the index of a pack in place, whole. */
  void index(PackFile file, byte[] index) throws IOException {
    Path temporary = folder.resolve("tmp_idx_" + file.name());
    Files.write(temporary, index);
    Files.move(temporary, file.index(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void remove(PackFile file, IOException cause) {
    try {
      Files.deleteIfExists(folder.resolve("tmp_idx_" + file.name()));
      remove(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Removes a pack that nothing refers to. */
  void remove(PackFile file) throws IOException {
    Files.deleteIfExists(file.pack());
    Files.deleteIfExists(file.index());
  }

  /** Removes what is left of a pack that went. */
  void removeIndex(PackFile file) throws IOException {
    if (!Files.exists(file.pack())) {
      Files.deleteIfExists(file.index());
    }
  }

  /** The same of all of ours. */
  void removeLeftIndexes() throws IOException {
    for (PackFile file : ours(".idx")) {
      removeIndex(file);
    }
  }

  /**
   * Our packs: those with an index, and those that lost it or never got it. Any of them may go at
   * any time: a {@code git repack} may outlive its server, and what it takes is in another pack.
   */
  List<PackFile> ours() throws IOException {
    return ours(".pack");
  }

  private List<PackFile> ours(String suffix) throws IOException {
    List<PackFile> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, OURS + "*" + suffix)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try {
          found.add(
              new PackFile(
                  folder, name.substring(0, name.length() - suffix.length()), Files.size(file)));
        } catch (NoSuchFileException e) {
          log.debug("it went since it was listed", e);
        }
      }
    }
    return found;
  }
}
