package tech.coopcloud.ci.store.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Reads a pack of ours without its index, from the front: after a crash the index may be lost. */
final class PackReader {
  private static final int HEADER = 12;

  private final byte[] bytes;
  private int at = HEADER;

  private PackReader(byte[] bytes) {
    this.bytes = bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Item(int type, byte[] content, int start) {}

  /**
   * The whole pack, checked.
   *
   * @throws IOException when it is cut short or damaged
   */
  static PackBuilder.Pack whole(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int body = bytes.length - Constants.OBJECT_ID_LENGTH;
    if (body < HEADER) {
      throw new IOException(file + " is cut short");
    }
    var sha1 = PackBuilder.sha1();
    sha1.update(bytes, 0, body);
    byte[] checksum = Arrays.copyOfRange(bytes, body, bytes.length);
    if (!Arrays.equals(sha1.digest(), checksum)) {
      throw new IOException("the checksum of " + file + " is wrong");
    }
    PackReader reader = new PackReader(bytes);
    List<PackBuilder.Entry> entries = new ArrayList<>();
    CRC32 crc = new CRC32();
    while (reader.at < body) {
      Item item = reader.next();
      crc.reset();
      crc.update(bytes, item.start, reader.at - item.start);
      entries.add(new PackBuilder.Entry(id(item), item.start, (int) crc.getValue()));
    }
    entries.sort(Comparator.comparing(PackBuilder.Entry::id));
    return new PackBuilder.Pack(bytes, entries, checksum);
  }

  /** The checksum at the end of a pack. */
  static byte[] checksum(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Arrays.copyOfRange(
        bytes, Math.max(0, bytes.length - Constants.OBJECT_ID_LENGTH), bytes.length);
  }

  /** A commit at the front of a pack. */
  record Head(ObjectId id, String text) {}

  /** The commits at the front of a pack; fewer when it is damaged. */
  static List<Head> heads(Path file) throws IOException {
    List<Head> heads = new ArrayList<>();
    byte[] front;
    try (var in = Files.newInputStream(file)) {
      front = in.readNBytes(64 << 10); // two commits of ours fit many times
    }
    PackReader reader = new PackReader(front);
    try {
      while (reader.at < front.length) {
        Item item = reader.next();
        if (item.type != Constants.OBJ_COMMIT) {
          break;
        }
        heads.add(new Head(id(item), new String(item.content, StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      return heads;
    }
    return heads;
  }

  private static ObjectId id(Item item) {
    var sha1 = PackBuilder.sha1();
    sha1.update(
        (Constants.typeString(item.type) + " " + item.content.length + "\0")
            .getBytes(StandardCharsets.US_ASCII));
    return ObjectId.fromRaw(sha1.digest(item.content));
  }

  private Item next() throws IOException {
    int start = at;
    try {
      int first = bytes[at++];
      int type = first >> 4 & 7;
      while ((first & 0x80) != 0) { // the size, which the content tells as well
        first = bytes[at++];
      }
      if (type < Constants.OBJ_COMMIT || type > Constants.OBJ_BLOB) {
        throw new IOException("not a pack of ours");
      }
      return new Item(type, inflate(), start);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("the pack is cut short", e);
    }
  }

  private byte[] inflate() throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, at, bytes.length - at);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer);
        if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new IOException("the pack is cut short");
        }
        out.write(buffer, 0, n);
      }
      at = Math.toIntExact(at + inflater.getBytesRead());
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new IOException("the pack is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
