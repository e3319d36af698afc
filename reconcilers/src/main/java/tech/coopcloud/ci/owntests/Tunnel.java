package tech.coopcloud.ci.owntests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of the sandbox: the connections that its forwarder carries are taken to the
 * ingress, and only those that ask for the one domain. What arrives is hostile; whatever it is, it
 * ends in a closed connection at the worst.
 *
 * <p>A frame is a letter, the connection's number (4 bytes), the length of what follows (2 bytes),
 * and that. O opens a connection (from the sandbox only), D is data, C closes one, R says that the
 * forwarder listens.
 */
final class Tunnel implements AutoCloseable {
  private static final int HEAD = 7;
  private static final int PIECE = 32 << 10;
  private static final int MOST_CONNECTIONS = 64;
  private static final int LONGEST_HELLO = 16 << 10;

  private final InetSocketAddress ingress;
  private final String domain;
  private final Consumer<String> refused;
  private final Feed feed = new Feed();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

  /**
   * @param domain the only one that may be asked for
   * @param refused is told in a sentence of what else was asked for
   */
  Tunnel(InetSocketAddress ingress, String domain, Consumer<String> refused) {
    this.ingress = ingress;
    this.domain = domain;
    this.refused = refused;
  }

  /** What the forwarder is to read. */
  Feed input() {
    return feed;
  }

  /** Is zero once the forwarder listens. */
  CountDownLatch ready() {
    return ready;
  }

  /** Takes what the forwarder wrote; called by one thread at a time. */
  void output(byte[] bytes) {
    unread.writeBytes(bytes);
    ByteBuffer in = ByteBuffer.wrap(unread.toByteArray());
    while (in.remaining() >= HEAD) {
      int length = Short.toUnsignedInt(in.getShort(in.position() + 5));
      if (in.remaining() < HEAD + length) {
        break;
      }
      byte kind = in.get();
      int number = in.getInt();
      in.getShort();
      byte[] data = new byte[length];
      in.get(data);
      frame(kind, number, data);
    }
    unread.reset();
    unread.write(in.array(), in.position(), in.remaining());
  }

  private void frame(byte kind, int number, byte[] data) {
    Connection known = connections.get(number);
    switch (kind) {
      case 'R' -> ready.countDown();
      case 'O' -> {
        if (known == null && connections.size() < MOST_CONNECTIONS) {
          connections.put(number, new Connection(number));
        } else {
          send('C', number, new byte[0], 0);
        }
      }
      case 'D' -> {
        if (known != null) {
          known.data(data);
        }
      }
      case 'C' -> {
        if (known != null) {
          known.close();
        }
      }
      default -> {} // the forwarder writes no other, so it is not the forwarder
    }
  }

  private void send(char kind, int number, byte[] data, int length) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + length);
    frame.put((byte) kind).putInt(number).putShort((short) length).put(data, 0, length);
    try {
      feed.write(frame.array());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    feed.close();
    connections.values().forEach(Connection::close);
  }

  /** One connection; it is opened to the ingress once the client has said whom it wants. */
  private final class Connection {
    private final int number;
    private final ByteArrayOutputStream hello = new ByteArrayOutputStream();
    private @Nullable SocketChannel channel;

    Connection(int number) {
      this.number = number;
    }

    void data(byte[] data) {
      try {
        SocketChannel open = channel;
        if (open == null) {
          hello.writeBytes(data);
          open = open();
          if (open == null) {
            return;
          }
          data = hello.toByteArray();
        }
        for (ByteBuffer out = ByteBuffer.wrap(data); out.hasRemaining(); ) {
          open.write(out);
        }
      } catch (IOException e) {
        close();
      }
    }

    private @Nullable SocketChannel open() throws IOException {
      ClientHello said = ClientHello.read(hello.toByteArray());
      if (!said.complete() && hello.size() < LONGEST_HELLO) {
        return null;
      }
      if (!domain.equals(said.server())) {
        String whom = said.server() == null ? "without TLS or a name" : "to " + said.server();
        refused.accept(
            "A test connected " + whom + ": only https://" + domain + " can be reached.");
        close();
        return null;
      }
      SocketChannel open = SocketChannel.open(ingress);
      channel = open;
      Thread.ofVirtual().name("tunnel-" + number).start(() -> answers(open));
      return open;
    }

    private void answers(SocketChannel from) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      try {
        while (from.read(piece.clear()) >= 0) {
          send('D', number, piece.array(), piece.position());
        }
      } catch (IOException e) {
        // the ingress hung up, or the test did; either way it is over
      }
      close();
    }

    void close() {
      if (connections.remove(number, this)) {
        send('C', number, new byte[0], 0);
      }
      SocketChannel open = channel;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // it is of no use to anybody any more
        }
      }
    }
  }
}
