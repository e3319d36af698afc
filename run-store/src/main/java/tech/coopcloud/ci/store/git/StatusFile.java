package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;

/**
 * How an object stands in {@code status}: a comment that names its manifest, then the object as
 * indented JSON, which is YAML as well and is read many times faster than YAML's block style.
 */
final class StatusFile {
  private static final String MANIFEST = "# manifest: ";

  /** Folders a level: 32 by 32 keep every tree small from a hundred objects to a million. */
  private static final int FAN = 32;

  private StatusFile() {}

  /**
   * What a file says.
   *
   * @param manifest the path in {@code main}, or null
   */
  record Content(@Nullable String manifest, ObjectNode object) {}

  /**
   * Two levels of folders, taken from a hash of the name, below the kind and the namespace.
   *
   * @param folder of the kind
   */
  static String path(String folder, ObjectKey key) {
    CRC32 crc = new CRC32();
    crc.update(key.name().getBytes(StandardCharsets.UTF_8));
    int hash = (int) crc.getValue();
    return "%s/%s/%02x/%02x/%s.yaml"
        .formatted(
            folder,
            key.namespace().isEmpty() ? "_cluster" : key.namespace(),
            hash & (FAN - 1),
            (hash >>> 5) & (FAN - 1),
            key.name().replace("%", "%25").replace("/", "%2f"));
  }

  static byte[] write(ObjectNode object, @Nullable String manifest) {
    byte[] json = Json.prettyBytes(object);
    byte[] head =
        (manifest == null ? "" : MANIFEST + manifest + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[head.length + json.length + 1];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(json, 0, bytes, head.length, json.length);
    bytes[bytes.length - 1] = '\n';
    return bytes;
  }

  /**
   * @throws IOException when the file is not one of ours
   */
  static Content read(byte[] bytes) throws IOException {
    int start = 0;
    String manifest = null;
    if (bytes.length > 0 && bytes[0] == '#') {
      while (start < bytes.length && bytes[start] != '\n') {
        start++;
      }
      String head = new String(bytes, 0, start, StandardCharsets.UTF_8);
      manifest = head.startsWith(MANIFEST) ? head.substring(MANIFEST.length()) : null;
    }
    byte[] json = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length);
    if (!(Json.parse(json) instanceof ObjectNode object)) {
      throw new IOException("it holds no object");
    }
    return new Content(manifest, object);
  }
}
