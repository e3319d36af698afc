package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a file named {@code main} appears in a folder, within milliseconds. */
final class RefWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RefWatcher.class);

  /** Our own commits make events as well: they are looked at together. */
  private static final long TOGETHER_NANOS = 2_000_000;

  private final WatchService service;
  private final Runnable changed;
  private volatile boolean closed;

  RefWatcher(Path folder, Runnable changed) throws IOException {
    service = folder.getFileSystem().newWatchService();
    this.changed = changed;
    folder.register(
        service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    Thread.ofPlatform().daemon().name("ref-watcher").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        boolean main =
            key.pollEvents().stream()
                .anyMatch(
                    event ->
                        event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                            || String.valueOf(event.context()).equals("main"));
        if (main) {
          changed.run();
        }
        LockSupport.parkNanos(TOGETHER_NANOS);
        if (!key.reset() && !closed) {
          log.warn("The folder of the refs is gone; pushes are noticed by a look every second");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException e) {
      log.debug("closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      service.close();
    } catch (IOException e) {
      log.warn("The watch on the refs could not be closed: {}", e.toString());
    }
  }
}
