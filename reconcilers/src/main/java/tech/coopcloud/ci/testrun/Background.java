package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes long, on virtual threads, so that a reconcile never blocks. A result waits here
 * until the owner's next reconcile takes it, to which it is woken. Nothing is lost with the
 * process: work whose result was not taken is done again.
 */
final class Background implements AutoCloseable {
  /** How long a piece of work may take to notice that it was cancelled. */
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private record Work(FutureTask<?> task, Thread thread) {}

  private final Map<String, Map<String, Work>> work = new ConcurrentHashMap<>();
  private final Consumer<String> wake;

  /**
   * @param wake called with the run's uid whenever a piece of its work has ended
   */
  Background(Consumer<String> wake) {
    this.wake = wake;
  }

  /**
   * Begins a piece of work of a run, or takes its result.
   *
   * @return the result, which is then forgotten, or null while the work goes on
   * @throws Exception what the work threw
   */
  @SuppressWarnings("unchecked")
  <T> @Nullable T take(String uid, String what, Callable<T> body) throws Exception {
    Map<String, Work> ofRun = work.computeIfAbsent(uid, u -> new ConcurrentHashMap<>());
    FutureTask<T> task =
        (FutureTask<T>) ofRun.computeIfAbsent(what, w -> begin(uid, what, body)).task();
    if (!task.isDone()) {
      return null;
    }
    ofRun.remove(what);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private <T> Work begin(String uid, String what, Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread =
        Thread.ofVirtual()
            .name(what + " " + uid)
            .start(
                () -> {
                  task.run();
                  wake.accept(uid);
                });
    return new Work(task, thread);
  }

  /**
   * Ends all work of a run, and waits until it has ended: nothing of it happens after this returns.
   */
  void cancel(String uid) throws InterruptedException {
    Map<String, Work> ofRun = work.remove(uid);
    if (ofRun == null) {
      return;
    }
    ofRun.values().forEach(w -> w.task().cancel(true));
    for (Work ended : ofRun.values()) {
      if (!ended.thread().join(FAREWELL)) {
        throw new IllegalStateException(ended.thread().getName() + " does not end");
      }
    }
  }

  @Override
  public void close() {
    work.values().forEach(m -> m.values().forEach(w -> w.task().cancel(true)));
  }
}
