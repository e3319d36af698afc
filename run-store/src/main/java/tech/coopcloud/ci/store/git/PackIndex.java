package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Writes and reads pack index files, version 2 (gitformat-pack). */
final class PackIndex {
  private static final int MAGIC = 0xff744f63;
  private static final int VERSION = 2;
  private static final int FAN = 256;
  private static final int ID = Constants.OBJECT_ID_LENGTH;

  private PackIndex() {}

  /**
   * The index of a pack.
   *
   * @param entries sorted by id, each id once
   */
  static byte[] write(List<PackBuilder.Entry> entries, byte[] packChecksum) {
    int n = entries.size();
    long large = entries.stream().filter(entry -> entry.offset() > Integer.MAX_VALUE).count();
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(8 + FAN * 4 + n * (ID + 8L) + large * 8 + 2 * ID));
    out.putInt(MAGIC).putInt(VERSION);
    int[] fan = new int[FAN];
    entries.forEach(entry -> fan[entry.id().getFirstByte()]++);
    int sum = 0;
    for (int count : fan) {
      sum += count;
      out.putInt(sum);
    }
    byte[] id = new byte[ID];
    for (PackBuilder.Entry entry : entries) {
      entry.id().copyRawTo(id, 0);
      out.put(id);
    }
    entries.forEach(entry -> out.putInt(entry.crc()));
    List<Long> far = new ArrayList<>();
    for (PackBuilder.Entry entry : entries) {
      if (entry.offset() > Integer.MAX_VALUE) {
        out.putInt(0x80000000 | far.size());
        far.add(entry.offset());
      } else {
        out.putInt((int) entry.offset());
      }
    }
    far.forEach(out::putLong);
    out.put(packChecksum);
    byte[] bytes = out.array();
    var sha1 = PackBuilder.sha1();
    sha1.update(bytes, 0, out.position());
    out.put(sha1.digest());
    return bytes;
  }

  /**
   * The entries of an index, sorted by id.
   *
   * @param packChecksum what the last 20 bytes of the pack say
   * @throws IOException when it is damaged, or belongs to another pack
   */
  static List<PackBuilder.Entry> read(byte[] bytes, byte[] packChecksum) throws IOException {
    int body = bytes.length - ID;
    if (body < 8 + FAN * 4 + ID) {
      throw new IOException("the index is cut short");
    }
    var sha1 = PackBuilder.sha1();
    sha1.update(bytes, 0, body);
    if (!Arrays.equals(sha1.digest(), Arrays.copyOfRange(bytes, body, bytes.length))
        || !Arrays.equals(packChecksum, Arrays.copyOfRange(bytes, body - ID, body))) {
      throw new IOException("the checksum of the index is wrong");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != MAGIC || in.getInt() != VERSION) {
      throw new IOException("not a pack index of version 2");
    }
    try {
      int n = in.getInt(8 + (FAN - 1) * 4);
      int ids = 8 + FAN * 4;
      int crcs = ids + n * ID;
      int offsets = crcs + n * 4;
      int far = offsets + n * 4;
      List<PackBuilder.Entry> entries = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        long offset = in.getInt(offsets + i * 4);
        if (offset < 0) {
          offset = in.getLong(far + (int) (offset & Integer.MAX_VALUE) * 8);
        }
        entries.add(
            new PackBuilder.Entry(
                ObjectId.fromRaw(bytes, ids + i * ID), offset, in.getInt(crcs + i * 4)));
      }
      return entries;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("the index is damaged", e);
    }
  }
}
