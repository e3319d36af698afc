package tech.coopcloud.ci.controller.dashboard;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the answers that would otherwise go on for ever, when the server stops. */
final class Closing {
  private final CountDownLatch closed = new CountDownLatch(1);

  void close() {
    closed.countDown();
  }

  boolean closed() {
    return closed.getCount() == 0;
  }

  /** Waits; true when it is time to end. */
  boolean await(long time, TimeUnit unit) {
    try {
      return closed.await(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
