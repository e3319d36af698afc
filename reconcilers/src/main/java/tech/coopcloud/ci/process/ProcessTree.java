package tech.coopcloud.ci.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program and all that it has started. */
public final class ProcessTree {
  /**
   * A dead process whose parent is gone counts as there until somebody has collected it, which
   * nobody does in a container without an init (seconds).
   */
  private static final long PATIENCE = 10;

  private ProcessTree() {}

  /** Kills them at once, and returns when they are gone, or after ten seconds. */
  public static void end(ProcessHandle root) {
    List<ProcessHandle> all = Stream.concat(Stream.of(root), root.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, PATIENCE, TimeUnit.SECONDS).join();
  }
}
