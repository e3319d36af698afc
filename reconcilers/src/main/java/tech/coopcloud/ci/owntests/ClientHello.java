package tech.coopcloud.ci.owntests;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS client says first (RFC 8446, section 4.1.2): which server it wants to speak with.
 *
 * @param complete whether all of it was there
 * @param server the name, in lower case; null where it names none, or where it is no TLS
 */
record ClientHello(boolean complete, @Nullable String server) {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int RECORD_HEADER = 5;

  /**
   * Reads as much as has arrived.
   *
   * @param bytes the first bytes of a connection
   */
  static ClientHello read(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] != HANDSHAKE) {
      return new ClientHello(true, null);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < RECORD_HEADER
        || in.remaining() < RECORD_HEADER + Short.toUnsignedInt(in.getShort(3))) {
      return new ClientHello(false, null);
    }
    try {
      in.position(RECORD_HEADER).limit(RECORD_HEADER + Short.toUnsignedInt(in.getShort(3)));
      return new ClientHello(true, server(in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return new ClientHello(true, null); // spread over several records, which no client does
    }
  }

  private static @Nullable String server(ByteBuffer in) {
    if (in.get() != CLIENT_HELLO) {
      return null;
    }
    skip(in, 3 + 2 + 32); // length, version, random
    skip(in, Byte.toUnsignedInt(in.get())); // session
    skip(in, Short.toUnsignedInt(in.getShort())); // cipher suites
    skip(in, Byte.toUnsignedInt(in.get())); // compression
    skip(in, 2); // length of the extensions
    while (in.hasRemaining()) {
      int type = Short.toUnsignedInt(in.getShort());
      int length = Short.toUnsignedInt(in.getShort());
      if (type != SERVER_NAME) {
        skip(in, length);
        continue;
      }
      skip(in, 2); // length of the list, which has one entry
      if (in.get() != HOST_NAME) {
        return null;
      }
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(name);
      return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
    return null;
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }
}
