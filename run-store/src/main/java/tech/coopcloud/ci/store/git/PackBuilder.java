package tech.coopcloud.ci.store.git;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Collects the objects of one batch as a git pack (version 2), in memory. Commits come first in the
 * file, so that after a crash the heads of a pack are found without reading the rest of it. Not
 * thread safe; {@link #close} frees the compressor.
 */
final class PackBuilder implements AutoCloseable {
  private static final int HEADER = 12;

  /**
   * Trees are mostly hashes, and blobs are small: anything above level 1 costs more than it saves.
   */
  private static final int LEVEL = 1;

  private final Deflater deflater = new Deflater(LEVEL);
  private final MessageDigest sha1 = sha1();
  private final byte[] buffer = new byte[8192];
  private final Section commits = new Section();
  private final Section others = new Section();
  private final Map<ObjectId, byte[]> contents = new HashMap<>();

  /** One object's place in a pack. */
  record Entry(ObjectId id, long offset, int crc) {}

  /** A finished pack. {@code entries} are sorted by id; {@code checksum} is the pack's trailer. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Pack(byte[] bytes, List<Entry> entries, byte[] checksum) {}

  private static final class Section {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Entry> entries = new ArrayList<>();
  }

  /**
   * Adds an object, unless this pack has it.
   *
   * @param type as in {@link Constants}, e.g. {@link Constants#OBJ_BLOB}
   */
  ObjectId add(int type, byte[] content) {
    sha1.update(
        (Constants.typeString(type) + " " + content.length + "\0")
            .getBytes(StandardCharsets.US_ASCII));
    ObjectId id = ObjectId.fromRaw(sha1.digest(content));
    if (contents.putIfAbsent(id, content) == null) {
      write(type == Constants.OBJ_COMMIT ? commits : others, type, id, content);
    }
    return id;
  }

  /** The content of an object added before, or null. */
  byte @Nullable [] content(ObjectId id) {
    return contents.get(id);
  }

  private void write(Section section, int type, ObjectId id, byte[] content) {
    int start = section.bytes.size();
    int size = content.length;
    int first = type << 4 | (size & 0xf);
    for (size >>>= 4; size != 0; size >>>= 7) {
      section.bytes.write(first | 0x80);
      first = size & 0x7f;
    }
    section.bytes.write(first);
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    while (!deflater.finished()) {
      section.bytes.write(buffer, 0, deflater.deflate(buffer));
    }
    section.entries.add(new Entry(id, start, 0));
  }

  boolean isEmpty() {
    return contents.isEmpty();
  }

  /** The whole pack. */
  Pack finish() {
    int length = HEADER + commits.bytes.size() + others.bytes.size();
    byte[] bytes = new byte[length + Constants.OBJECT_ID_LENGTH];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put(header(contents.size()));
    out.put(commits.bytes.toByteArray());
    out.put(others.bytes.toByteArray());
    sha1.update(bytes, 0, length);
    byte[] checksum = sha1.digest();
    out.put(checksum);
    List<Entry> entries = new ArrayList<>();
    place(commits, HEADER, bytes, entries);
    place(others, HEADER + commits.bytes.size(), bytes, entries);
    entries.sort(Comparator.comparing(Entry::id));
    return new Pack(bytes, entries, checksum);
  }

  private static void place(Section section, int base, byte[] bytes, List<Entry> out) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < section.entries.size(); i++) {
      Entry entry = section.entries.get(i);
      long end =
          i + 1 < section.entries.size()
              ? section.entries.get(i + 1).offset()
              : section.bytes.size();
      crc.reset();
      crc.update(bytes, base + (int) entry.offset(), (int) (end - entry.offset()));
      out.add(new Entry(entry.id(), base + entry.offset(), (int) crc.getValue()));
    }
  }

  /** The first 12 bytes of a pack. */
  static byte[] header(int objects) {
    return ByteBuffer.allocate(HEADER)
        .put(Constants.PACK_SIGNATURE)
        .putInt(2)
        .putInt(objects)
        .array();
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
