package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs the whole repository now and then, on a thread of its own, by the git program: what is
 * reachable becomes one pack of differences, wherever it came from, and what nothing refers to any
 * more goes from disk. Git does that beside writers, and a kill leaves what was there; the packs
 * that are written meanwhile stay as they are.
 */
final class Repacker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repacker.class);

  /** How often it is looked whether there is something to do. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** The same after it went wrong. */
  private static final Duration LATER = Duration.ofMinutes(10);

  /** More packs of fetches and pushes than this are put together. */
  private static final int MANY = 32;

  /** The packs beside the largest may take this much at least before they are (bytes). */
  private static final long SOME = 64L << 20;

  /** What a repack that was killed left is removed after this. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path repository;
  private final PackFolder folder;
  private final PackMerger merger;
  private final Duration grace;
  private final Runnable settle;
  private final Runnable packed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread thread;
  private Duration look = LOOK;
  private boolean asked;
  private boolean closed;
  private @Nullable Process git;

  /**
   * @param grace how long what nothing refers to stays
   * @param settle makes the refs durable, before packs go
   * @param packed is told when packs went
   */
  Repacker(
      Path repository,
      PackFolder folder,
      PackMerger merger,
      Duration grace,
      Runnable settle,
      Runnable packed) {
    this.repository = repository;
    this.folder = folder;
    this.merger = merger;
    this.grace = grace;
    this.settle = settle;
    this.packed = packed;
    thread = Thread.ofVirtual().name("repacker").start(this::run);
  }

  /** Something is not referred to any more. */
  void ask() {
    lock.lock();
    try {
      asked = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (await()) {
        try {
          repack();
          look = LOOK;
        } catch (IOException | RuntimeException e) {
          log.warn("The repository could not be packed, it stays as it is: {}", e.getMessage());
          look = LATER;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is something to do; false when closed. */
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !asked) {
        if (!wake.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
          asked |= isDue();
        }
      }
      asked = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    long sum = 0;
    long largest = 0;
    int foreign = 0;
    try (DirectoryStream<Path> packs = Files.newDirectoryStream(folder.path(), "*.pack")) {
      for (Path pack : packs) {
        long size = Files.size(pack);
        sum += size;
        largest = Math.max(largest, size);
        foreign += pack.getFileName().toString().startsWith(PackFolder.OURS) ? 0 : 1;
      }
    } catch (IOException e) {
      return false; // a pack went meanwhile: the next look will tell
    }
    return foreign > MANY || sum - largest > Math.max(largest, SOME);
  }

  private void repack() throws IOException, InterruptedException {
    removeAbandoned();
    long start = System.nanoTime();
    settle.run();
    try (PackMerger.Hold hold = merger.hold()) {
      String said = git(hold);
      if (said == null) {
        return;
      }
      if (!said.isEmpty()) {
        throw new IOException(said);
      }
    }
    packed.run();
    log.info(
        "The state repository was packed in {} ms",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  /** What git complained of, empty when it did not; null when the store closes. */
  private @Nullable String git(PackMerger.Hold hold) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            List.of(
                "git",
                "-c",
                "pack.threads=1",
                "-c",
                "pack.windowMemory=16m",
                "-c",
                "pack.deltaCacheSize=16m",
                "-c",
                "repack.writeBitmaps=false",
                "repack",
                // Of two objects that lie whole in one pack, as in ours, git believes otherwise
                // that a difference was looked for and found to be of no use.
                "-f",
                "-d",
                "-q",
                "--cruft",
                "--cruft-expiration=" + Instant.now().minus(grace).getEpochSecond()));
    command.directory(repository.toFile()).redirectErrorStream(true);
    command.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = command.start();
    lock.lock();
    try {
      git = process;
      if (closed) {
        process.destroy();
      }
    } finally {
      lock.unlock();
    }
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    lock.lock();
    try {
      git = null;
      if (status == 0) {
        hold.packed();
        return "";
      }
      return closed ? null : "git repack ended with " + status + ": " + said;
    } finally {
      lock.unlock();
    }
  }

  private void removeAbandoned() throws IOException {
    Instant old = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.path(), "{tmp_*,.tmp-*,incoming_*}")) {
      for (Path file : files) {
        if (changed(file).isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Instant changed(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX; // whoever works with it has given it its name, or removed it
    }
  }

  /** Ends a repack under way, which costs nothing but the time it took. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (git != null) {
        git.destroy();
      }
      wake.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
