package tech.coopcloud.ci.browser;

import java.time.Duration;

/**
 * Interrupts the thread that set it when a piece of work takes too long, as some of Playwright's
 * calls wait for ever on a page that is busy.
 */
final class Alarm implements AutoCloseable {
  private final Thread sleeper;
  private final Thread owner = Thread.currentThread();
  private boolean rung;
  private boolean off;

  private Alarm(Duration after) {
    this.sleeper =
        Thread.ofVirtual()
            .name("alarm for " + owner.getName())
            .unstarted(
                () -> {
                  try {
                    Thread.sleep(after);
                    ring();
                  } catch (InterruptedException e) {
                    // Switched off.
                  }
                });
  }

  static Alarm after(Duration time) {
    Alarm alarm = new Alarm(time);
    alarm.sleeper.start();
    return alarm;
  }

  private synchronized void ring() {
    if (!off) {
      rung = true;
      owner.interrupt();
    }
  }

  /** Whether it was this alarm that interrupted the thread. */
  synchronized boolean rung() {
    return rung;
  }

  /** Switches it off; an interruption of its own does not outlive it. */
  @Override
  public synchronized void close() {
    off = true;
    sleeper.interrupt();
    if (rung) {
      Thread.interrupted();
    }
  }
}
