package tech.coopcloud.ci.store.git;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads and moves refs as git's files backend does (a {@code .lock} file renamed into place), so
 * that pushes by other git processes and our own commits exclude each other.
 */
final class Refs {
  /** How long another process may hold a ref before a commit gives up. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Git holds a ref's lock for milliseconds; one that is older at a start has no owner. */
  private static final Duration ABANDONED = Duration.ofSeconds(1);

  private final Path repository;

  Refs(Path repository) {
    this.repository = repository;
  }

  /**
   * Where a ref points; null when it does not exist, or holds no object id (a crash can do that).
   */
  @Nullable ObjectId read(String name) throws IOException {
    try {
      String text = Files.readString(repository.resolve(name), StandardCharsets.ISO_8859_1).strip();
      return ObjectId.isId(text) ? ObjectId.fromString(text) : null;
    } catch (NoSuchFileException e) {
      return packed(name);
    }
  }

  private @Nullable ObjectId packed(String name) throws IOException {
    try {
      for (String line :
          Files.readAllLines(
              repository.resolve(Constants.PACKED_REFS), StandardCharsets.ISO_8859_1)) {
        if (line.endsWith(" " + name)
            && line.length() == Constants.OBJECT_ID_STRING_LENGTH + 1 + name.length()) {
          return ObjectId.fromString(line.substring(0, Constants.OBJECT_ID_STRING_LENGTH));
        }
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    return null;
  }

  /**
   * Prepares to move a ref: holds its lock, with the new value on disk.
   *
   * @return null when the ref is not at {@code expected}
   */
  @Nullable Move prepare(String name, @Nullable ObjectId expected, ObjectId next)
      throws IOException {
    Path file = repository.resolve(name);
    Path lock = repository.resolve(name + ".lock");
    Files.createDirectories(file.getParent() == null ? repository : file.getParent());
    try (FileChannel out = open(lock)) {
      if (!Objects.equals(read(name), expected)) {
        Files.delete(lock);
        return null;
      }
      out.write(ByteBuffer.wrap((next.name() + "\n").getBytes(StandardCharsets.ISO_8859_1)));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(lock);
      throw e;
    }
    return new Move(lock, file);
  }

  private FileChannel open(Path lock) throws IOException {
    long since = System.nanoTime();
    long pause = 100_000;
    while (true) {
      try {
        return FileChannel.open(lock, CREATE_NEW, WRITE);
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new FileAlreadyExistsException(
              lock.toString(), null, "held for long; remove it if no git process is at work there");
        }
        LockSupport.parkNanos(pause);
        pause = Math.min(pause * 2, 5_000_000);
      }
    }
  }

  /** Removes the lock that a killed process left, unless a process that lives gives it up soon. */
  void breakLock(String name) throws IOException {
    Path lock = repository.resolve(name + ".lock");
    long since = System.nanoTime();
    while (Files.exists(lock)) {
      if (System.nanoTime() - since > ABANDONED.toNanos()) {
        Files.deleteIfExists(lock);
        return;
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Moves a ref, whatever it was. */
  void set(String name, ObjectId next) throws IOException {
    Move move = null;
    while (move == null) {
      move = prepare(name, read(name), next);
    }
    move.commit();
  }

  /** Forces a ref to disk; does nothing when it is not there as a file. */
  void force(String name) throws IOException {
    try (FileChannel file = FileChannel.open(repository.resolve(name), READ)) {
      file.force(true);
    } catch (NoSuchFileException e) {
      return; // packed by git pack-refs, which forced it
    }
  }

  /** A move that only needs to be renamed into place, which does not fail for lack of space. */
  record Move(Path lock, Path file) {
    void commit() throws IOException {
      Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void abandon() throws IOException {
      Files.deleteIfExists(lock);
    }
  }
}
