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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.PackFolder.PackFile;

/**
 * Makes one pack of some that hold no differences: each object is copied once, as it is,
 * compressed.
 */
final class PackCopy {
  /** Forced to disk in steps, so that a writer's fsync never waits for more than this (bytes). */
  private static final int STEP = 4 << 20;

  private final PackFolder folder;
  private final Abandon abandon;
  private final List<Source> sources = new ArrayList<>();
  private int objects;

  /** Asked before each step. */
  interface Abandon {
    /**
     * @throws InterruptedIOException when the copy is not wanted any more
     */
    void check() throws InterruptedIOException;
  }

  private PackCopy(PackFolder folder, Abandon abandon) {
    this.folder = folder;
    this.abandon = abandon;
  }

  /**
   * Writes the pack and its index, durably.
   *
   * @return null when the packs have gone meanwhile
   * @throws InterruptedIOException when it was abandoned; the packs are as before
   */
  static @Nullable PackFile of(PackFolder folder, List<PackFile> packs, Abandon abandon)
      throws IOException {
    PackCopy copy = new PackCopy(folder, abandon);
    Path temporary = folder.path().resolve("tmp_pack_cc-ci");
    Files.deleteIfExists(temporary);
    try {
      copy.open(packs);
      return copy.objects == 0 ? null : copy.write(temporary);
    } finally {
      for (Source source : copy.sources) {
        source.channel.close();
      }
      Files.deleteIfExists(temporary);
    }
  }

  private void open(List<PackFile> packs) throws IOException {
    Set<ObjectId> seen = new HashSet<>();
    for (PackFile pack : packs) {
      Source source = Source.open(pack, seen);
      if (source != null) {
        sources.add(source);
        objects += source.wanted.size();
      }
    }
  }

  private PackFile write(Path temporary) throws IOException {
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
          abandon.check();
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
}
