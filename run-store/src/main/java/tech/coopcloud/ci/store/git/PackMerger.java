package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.PackFolder.PackFile;

/**
 * Keeps the number of our packs small, on a thread of its own: when there are too many, the smaller
 * ones become one (the rule of {@code git repack --geometric=2}, so that an object is copied a
 * logarithmic number of times).
 *
 * <p>A merged pack goes at once, its index after a grace time: whoever listed the pack before and
 * does not find it looks again, git as well as JGit, but JGit takes a pack whose index is missing
 * for damaged. Without a pack nobody minds an index.
 */
final class PackMerger implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PackMerger.class);

  /** More packs than this are merged. */
  static final int MANY = 32;

  /** Nothing as large as this is copied again (bytes). */
  private static final long LARGE = 128L << 20;

  /** Within this everybody in this process has listed the packs anew. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final PackFolder folder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<PackFile> packs = new ArrayList<>();
  private final Deque<Retired> retired = new ArrayDeque<>();
  private final Runnable settle;
  private final Runnable merged;
  private final Thread thread;
  private boolean held;
  private boolean merging;
  private boolean closed;

  private record Retired(PackFile pack, long at) {}

  /**
   * @param settle makes the refs durable; called before packs go, since what a crash lost of the
   *     refs is found again in the packs of the last batches
   */
  PackMerger(PackFolder folder, List<PackFile> present, Runnable settle, Runnable merged) {
    this.folder = folder;
    this.settle = settle;
    this.merged = merged;
    packs.addAll(present);
    thread = Thread.ofPlatform().daemon().name("pack-merger").start(this::run);
  }

  /** Takes note of a pack that refs lead to now. */
  void add(PackFile pack) {
    lock.lock();
    try {
      packs.add(pack);
      if (packs.size() > MANY) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Merges nothing for a while, for somebody else who works on the packs that there are now. */
  Hold hold() throws InterruptedException {
    lock.lock();
    try {
      held = true;
      while (merging) {
        changed.await();
      }
      removeRetired(Duration.ZERO); // git repack may take an index for a pack
      return new Hold(List.copyOf(packs));
    } finally {
      lock.unlock();
    }
  }

  /** Until it is closed nothing is merged. */
  final class Hold implements AutoCloseable {
    private final List<PackFile> present;

    private Hold(List<PackFile> present) {
      this.present = present;
    }

    /** The packs that there were when it began are gone. */
    void packed() {
      lock.lock();
      try {
        packs.removeAll(present);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        held = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void run() {
    for (List<PackFile> some = next(); !some.isEmpty(); some = next()) {
      if (!merged(some)) {
        pause();
      }
    }
  }

  private boolean merged(List<PackFile> some) {
    try {
      merge(some);
      return true;
    } catch (InterruptedIOException e) {
      log.debug("a merge was abandoned, the packs stay as they are", e);
      return false;
    } catch (IOException | RuntimeException e) {
      log.warn("Packs could not be merged, they stay as they are: {}", e.toString());
      return false;
    } finally {
      rest();
    }
  }

  private void rest() {
    lock.lock();
    try {
      merging = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to merge; empty when closed. */
  private List<PackFile> next() {
    lock.lock();
    try {
      while (!closed) {
        removeRetired(GRACE);
        if (packs.size() > MANY && !held) {
          merging = true;
          return small();
        }
        changed.awaitNanos(TimeUnit.SECONDS.toNanos(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return List.of();
  }

  private void pause() {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(5);
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The packs that are each smaller than twice all the smaller ones together, at least half. */
  private List<PackFile> small() {
    List<PackFile> sorted = new ArrayList<>(packs);
    sorted.removeIf(pack -> pack.size() > LARGE);
    sorted.sort(Comparator.comparingLong(PackFile::size));
    long sum = 0;
    int take = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i < MANY / 2 || sorted.get(i).size() < 2 * sum) {
        take = i + 1;
      }
      sum += sorted.get(i).size();
    }
    return new ArrayList<>(sorted.subList(0, take));
  }

  private void merge(List<PackFile> some) throws IOException {
    PackFile result = PackCopy.of(folder, some, this::goOn);
    settle.run();
    lock.lock();
    try {
      packs.removeAll(some);
      if (result != null) {
        packs.add(result);
      }
    } finally {
      lock.unlock();
    }
    long now = System.nanoTime();
    for (PackFile pack : some) {
      if (result == null || !pack.name().equals(result.name())) {
        Files.deleteIfExists(pack.pack());
        retired.add(new Retired(pack, now));
      }
    }
    merged.run();
  }

  private void removeRetired(Duration grace) {
    long now = System.nanoTime();
    while (!retired.isEmpty() && now - retired.element().at() >= grace.toNanos()) {
      PackFile pack = retired.remove().pack();
      try {
        folder.removeIndex(pack);
      } catch (IOException e) {
        log.warn("{} could not be removed: {}", pack.index(), e.toString());
      }
    }
  }

  private void goOn() throws InterruptedIOException {
    lock.lock();
    try {
      if (closed) {
        throw new InterruptedIOException("the store closes");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Abandons a merge under way. Indexes in their grace time stay; the next start removes them. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
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
