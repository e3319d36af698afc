package tech.coopcloud.ci.swarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/** Reads the logs of all containers of a run as one, oldest line first, holding few in memory. */
final class Logs {
  private static final int AHEAD = 500;

  private final Engine engine;

  Logs(Engine engine) {
    this.engine = engine;
  }

  void read(String runUid, @Nullable Instant since, Consumer<LogLine> lines) {
    List<Source> sources = new ArrayList<>();
    try {
      for (ContainerLog log : ContainerLog.ofRun(engine, runUid)) {
        sources.add(new Source(engine, log, since));
      }
      PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(head -> head.line.at()));
      for (Source source : sources) {
        source.next().ifPresent(line -> heads.add(new Head(line, source)));
      }
      for (Head head; (head = heads.poll()) != null; ) {
        lines.accept(head.line);
        Source source = head.source;
        source.next().ifPresent(line -> heads.add(new Head(line, source)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwarmException.Unavailable("Reading the logs was interrupted.", e);
    } finally {
      sources.forEach(Source::close);
    }
  }

  private record Head(LogLine line, Source source) {}

  /** One container's lines, read ahead by its own thread as far as the queue is long. */
  private static final class Source {
    private final BlockingQueue<Optional<LogLine>> queue = new ArrayBlockingQueue<>(AHEAD);
    private final AutoCloseable reader;

    Source(Engine engine, ContainerLog log, @Nullable Instant since) {
      this.reader =
          log.read(
              engine,
              since,
              false,
              line -> put(Optional.of(line)),
              complete -> put(Optional.empty()));
    }

    private void put(Optional<LogLine> line) {
      try {
        queue.put(line);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed: nobody takes any more
      }
    }

    /** Empty at the end. */
    Optional<LogLine> next() throws InterruptedException {
      return queue.take();
    }

    void close() {
      queue.clear(); // whoever waits to put goes on to its end
      Quietly.close(reader);
    }
  }
}
