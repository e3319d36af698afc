package tech.coopcloud.ci.swarm;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/**
 * Follows the logs of a run's containers as they come and go. A container's log that breaks off
 * because the engine went away is taken up again after its last line.
 */
final class FollowedLogs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedLogs.class);

  private final Engine engine;
  private final String runUid;
  private final Consumer<LogLine> lines;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock delivery = new ReentrantLock();
  private final Map<String, Tail> tails = new HashMap<>();
  private final Events events;
  private volatile boolean closed;

  FollowedLogs(Engine engine, String runUid, Consumer<LogLine> lines) {
    this.engine = engine;
    this.runUid = runUid;
    this.lines = lines;
    this.events = Events.open(engine, Api.RUN_UID_LABEL, runUid, hint -> lookAgain());
    lookAgain();
  }

  /** What was read of one container. */
  private static final class Tail {
    private @Nullable AutoCloseable reader;
    private volatile @Nullable Instant last;
    private volatile boolean reading;
    private volatile boolean done;
  }

  private void lookAgain() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (ContainerLog log : ContainerLog.ofRun(engine, runUid)) {
        Tail tail = tails.computeIfAbsent(log.id(), id -> new Tail());
        if (log.started() && !tail.reading && !tail.done) {
          follow(log, tail);
        }
      }
    } catch (SwarmException.Unavailable e) {
      LOG.debug("Logs are looked at again when the engine is back: {}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void follow(ContainerLog log, Tail tail) {
    tail.reading = true;
    tail.reader =
        log.read(
            engine,
            tail.last,
            true,
            line -> deliver(tail, line),
            complete -> {
              tail.done = complete;
              tail.reading = false;
            });
  }

  private void deliver(Tail tail, LogLine line) {
    delivery.lock();
    try {
      if (!closed) {
        lines.accept(line);
        tail.last = line.at();
      }
    } finally {
      delivery.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    events.close();
    lock.lock();
    try {
      for (Tail tail : tails.values()) {
        Quietly.close(tail.reader);
      }
    } finally {
      lock.unlock();
    }
  }
}
