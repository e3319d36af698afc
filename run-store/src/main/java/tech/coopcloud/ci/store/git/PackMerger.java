package tech.coopcloud.ci.store.git;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.PackFolder.PackFile;

/**
 * Keeps the number of our packs small, on a thread of its own: when there are too many, the smaller
 * ones become one (the rule of {@code git repack --geometric=2}, so that an object is copied a
 * logarithmic number of times). Objects are copied as they are, compressed.
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

  /** Forced to disk in steps, so that a writer's fsync never waits for more than this (bytes). */
  private static final int STEP = 4 << 20;

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
    PackFile result = copy(some);
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

  /** One pack with all that is in the given ones, or null when they have gone meanwhile. */
  private @Nullable PackFile copy(List<PackFile> some) throws IOException {
    List<Source> sources = new ArrayList<>();
    Path temporary = folder.path().resolve("tmp_pack_cc-ci");
    Files.deleteIfExists(temporary);
    try {
      int objects = 0;
      Set<ObjectId> seen = new HashSet<>();
      for (PackFile pack : some) {
        Source source = Source.open(pack, seen);
        if (source != null) {
          sources.add(source);
          objects += source.wanted.size();
        }
      }
      if (objects == 0) {
        return null;
      }
      return write(sources, objects, temporary);
    } finally {
      for (Source source : sources) {
        source.channel.close();
      }
      Files.deleteIfExists(temporary);
    }
  }

  private PackFile write(List<Source> sources, int objects, Path temporary) throws IOException {
    var sha1 = PackBuilder.sha1();
    List<PackBuilder.Entry> entries = new ArrayList<>(objects);
    byte[] checksum;
    long size;
    try (FileChannel out = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
      byte[] header = PackBuilder.header(objects);
      sha1.update(header);
      out.write(ByteBuffer.wrap(header));
      long forced = 0;
      for (Source source : sources) {
        for (Span span : source.spans()) {
          goOn();
          ByteBuffer bytes = source.read(span);
          sha1.update(bytes.duplicate());
          long at = out.position();
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          for (PackBuilder.Entry entry : span.entries) {
            entries.add(
                new PackBuilder.Entry(entry.id(), at + entry.offset() - span.start, entry.crc()));
          }
          if (out.position() - forced > STEP) {
            out.force(false);
            forced = out.position();
          }
        }
      }
      checksum = sha1.digest();
      out.write(ByteBuffer.wrap(checksum));
      out.force(false);
      size = out.position();
    }
    entries.sort(Comparator.comparing(PackBuilder.Entry::id));
    PackFile merged = new PackFile(folder.path(), PackFolder.name(checksum), size);
    Files.move(temporary, merged.pack(), StandardCopyOption.ATOMIC_MOVE);
    folder.index(merged, PackIndex.write(entries, checksum));
    try (FileChannel index = FileChannel.open(merged.index(), READ)) {
      index.force(true); // the packs that it was made from go now
    }
    return merged;
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

  /** Adjoining objects, copied in one go. */
  private record Span(long start, long end, List<PackBuilder.Entry> entries) {}

  /** A pack that is read. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Source(FileChannel channel, List<PackBuilder.Entry> wanted, long[] offsets) {

    static @Nullable Source open(PackFile pack, Set<ObjectId> seen) throws IOException {
      FileChannel channel;
      byte[] index;
      try {
        index = Files.readAllBytes(pack.index());
        channel = FileChannel.open(pack.pack(), READ);
      } catch (NoSuchFileException e) {
        return null; // somebody ran git gc: its content is in another pack now
      }
      try {
        long end = channel.size() - Constants.OBJECT_ID_LENGTH;
        ByteBuffer checksum = ByteBuffer.allocate(Constants.OBJECT_ID_LENGTH);
        fill(channel, checksum, end);
        List<PackBuilder.Entry> all = PackIndex.read(index, checksum.array());
        long[] offsets = new long[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
          offsets[i] = all.get(i).offset();
        }
        offsets[all.size()] = end;
        Arrays.sort(offsets);
        List<PackBuilder.Entry> wanted = new ArrayList<>(all);
        wanted.removeIf(entry -> !seen.add(entry.id()));
        wanted.sort(Comparator.comparingLong(PackBuilder.Entry::offset));
        return new Source(channel, wanted, offsets);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    List<Span> spans() {
      List<Span> spans = new ArrayList<>();
      for (PackBuilder.Entry entry : wanted) {
        long end = offsets[Arrays.binarySearch(offsets, entry.offset()) + 1];
        Span last = spans.isEmpty() ? null : spans.getLast();
        if (last != null && last.end == entry.offset() && end - last.start < STEP) {
          last.entries.add(entry);
          spans.set(spans.size() - 1, new Span(last.start, end, last.entries));
        } else {
          spans.add(new Span(entry.offset(), end, new ArrayList<>(List.of(entry))));
        }
      }
      return spans;
    }

    ByteBuffer read(Span span) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(span.end - span.start));
      fill(channel, bytes, span.start);
      return bytes.flip();
    }

    private static void fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
      long from = at;
      while (into.hasRemaining()) {
        int n = channel.read(into, from);
        if (n < 0) {
          throw new IOException("a pack is cut short");
        }
        from += n;
      }
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
