package tech.coopcloud.ci.owntests;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An input that others write to, from any thread. Whoever writes waits while a few pieces are
 * unread, so what is held in memory stays little.
 */
final class Feed extends InputStream {
  private static final int AHEAD = 16;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(AHEAD);
  private byte[] piece = {0};
  private int position = 1;
  private volatile boolean closed;

  /** Adds a piece that is not empty. After the end nothing is added. */
  void write(byte[] bytes) throws InterruptedException {
    while (!closed && !pieces.offer(bytes, 1, TimeUnit.SECONDS)) {
      // unread still; look whether anybody is left to read it
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == piece.length) {
      next();
    }
    if (piece.length == 0) {
      return -1;
    }
    int taken = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, into, offset, taken);
    position += taken;
    return taken;
  }

  private void next() throws IOException {
    if (piece.length == 0) {
      return;
    }
    try {
      piece = pieces.take();
      position = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Nothing more comes; what is unread is forgotten. */
  @Override
  public void close() {
    closed = true;
    pieces.clear();
    pieces.offer(END);
  }
}
