package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * One direction of what is no longer HTTP: what comes in at one end goes out at the other, as it
 * comes, no faster than it is taken. When one end closes, so does the other.
 */
final class Tunnel extends AbstractConnection implements Connection.UpgradeTo {
  private static final int BUFFER = 16 << 10;

  private final EndPoint to;
  private final ByteBufferPool buffers;
  private final Runnable opened;
  private final Pump pump = new Pump();
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  /**
   * @param request whose connection it was, and whose threads and buffers are used
   * @param opened is run once, when nothing of HTTP is to come out of {@code from} any more
   */
  Tunnel(EndPoint from, EndPoint to, Request request, Runnable opened) {
    super(from, request.getConnectionMetaData().getConnector().getExecutor());
    this.to = to;
    this.buffers = request.getConnectionMetaData().getConnector().getByteBufferPool();
    this.opened = opened;
  }

  /** What was read behind the last of HTTP. */
  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    early = buffer;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    opened.run();
    pump.iterate();
  }

  @Override
  public void onFillable() {
    pump.iterate();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    to.close(cause);
  }

  private final class Pump extends IteratingCallback {
    private @Nullable RetainableByteBuffer buffer;

    @Override
    protected Action process() throws IOException {
      if (early.hasRemaining()) {
        ByteBuffer first = early;
        early = BufferUtil.EMPTY_BUFFER;
        to.write(this, first);
        return Action.SCHEDULED;
      }
      RetainableByteBuffer taken = buffers.acquire(BUFFER, true);
      buffer = taken;
      ByteBuffer bytes = taken.getByteBuffer();
      int filled = getEndPoint().fill(bytes);
      if (filled > 0) {
        to.write(this, bytes);
        return Action.SCHEDULED;
      }
      release();
      if (filled == 0) {
        fillInterested();
        return Action.IDLE;
      }
      to.shutdownOutput();
      return Action.SUCCEEDED;
    }

    @Override
    protected void onSuccess() {
      release();
    }

    @Override
    protected void onFailure(Throwable cause) {
      getEndPoint().close(cause);
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      release();
    }

    private void release() {
      RetainableByteBuffer used = buffer;
      buffer = null;
      if (used != null) {
        used.release();
      }
    }
  }
}
