package tech.coopcloud.ci.store.watch;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GoneException;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * The newest changes of one type, bounded in number and in bytes, and those who follow them. A
 * watcher has a virtual thread of its own and a place in this log; one that falls behind the oldest
 * change that is kept is told so and ends.
 */
public final class EventLog implements AutoCloseable {
  /** As many changes are handed to a listener before the log is looked at again. */
  private static final int PORTION = 256;

  private final int maxEvents;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Ring events = new Ring();

  /** How many changes were dropped: the place of the oldest one that is kept. */
  private long dropped;

  private long bytes;
  private long floor;
  private long latest;
  private boolean closed;

  /**
   * @param resourceVersion the version from which on this log is complete
   * @param maxEvents how many changes are kept at most
   * @param maxBytes how large the objects in them may be together, in bytes
   */
  public EventLog(long resourceVersion, int maxEvents, long maxBytes) {
    this.floor = resourceVersion;
    this.latest = resourceVersion;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds changes, in the order of their versions, newer than all before.
   *
   * @param resourceVersion up to which the log is complete now
   */
  public void add(List<WatchEvent> newer, long resourceVersion) {
    lock.lock();
    try {
      latest = resourceVersion;
      if (newer.isEmpty()) {
        return;
      }
      for (WatchEvent event : newer) {
        events.add(event);
        bytes += event.object().json().length;
      }
      while (events.size() > maxEvents || (bytes > maxBytes && events.size() > 1)) {
        WatchEvent oldest = events.removeFirst();
        bytes -= oldest.object().json().length;
        floor = oldest.object().resourceVersion();
        dropped++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a watcher; see {@link ObjectStore#watch}.
   *
   * @throws GoneException when changes after {@code resourceVersion} have been dropped
   */
  public ObjectStore.Watch watch(
      @Nullable String namespace,
      long resourceVersion,
      Consumer<WatchEvent> listener,
      Runnable lost)
      throws GoneException {
    lock.lock();
    try {
      if (resourceVersion < floor) {
        throw new GoneException(resourceVersion, floor);
      }
      Watcher watcher =
          new Watcher(
              namespace, resourceVersion, listener, lost, dropped + events.after(resourceVersion));
      Thread.ofVirtual().name("watch").start(watcher);
      return watcher;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all watchers. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Watcher implements ObjectStore.Watch, Runnable {
    private final @Nullable String namespace;
    private final long after;
    private final Consumer<WatchEvent> listener;
    private final Runnable lost;
    private long place;
    private volatile boolean stopped;

    /** Up to which version everything has been handed over; exact while {@link #busy} is false. */
    private volatile long delivered;

    /** Whether the listener is being told of changes. */
    private boolean busy;

    Watcher(
        @Nullable String namespace,
        long after,
        Consumer<WatchEvent> listener,
        Runnable lost,
        long place) {
      this.namespace = namespace;
      this.after = after;
      this.listener = listener;
      this.lost = lost;
      this.place = place;
      this.delivered = after;
    }

    @Override
    public void run() {
      try {
        for (List<WatchEvent> some = next(); some != null; some = next()) {
          for (WatchEvent event : some) {
            if (stopped) {
              return;
            }
            if (concerns(event)) {
              listener.accept(event);
            }
            delivered = Math.max(after, event.object().resourceVersion());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean concerns(WatchEvent event) {
      return event.object().resourceVersion() > after
          && (namespace == null || namespace.equals(event.object().key().namespace()));
    }

    /** Waits for the next changes; null when the watch is over. */
    private @Nullable List<WatchEvent> next() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        busy = false;
        while (!stopped && !closed && place == dropped + events.size()) {
          changed.await();
        }
        if (stopped || (closed && place == dropped + events.size())) {
          return null;
        }
        if (place >= dropped) {
          int from = (int) (place - dropped);
          List<WatchEvent> some = events.copy(from, Math.min(events.size(), from + PORTION));
          place += some.size();
          busy = true;
          return some;
        }
      } finally {
        lock.unlock();
      }
      stopped = true;
      lost.run();
      return null;
    }

    @Override
    public long delivered() {
      lock.lock();
      try {
        return busy || place != dropped + events.size() ? delivered : Math.max(delivered, latest);
      } finally {
        lock.unlock();
      }
    }

    /** Ends the watch; a call of the listener that is under way may still finish. */
    @Override
    public void close() {
      stopped = true;
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
