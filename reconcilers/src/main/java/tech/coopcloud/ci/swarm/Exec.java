package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs commands in containers that run. */
final class Exec {
  private static final int MOST_OUTPUT = 64 << 10;

  /** How often the engine is asked whether a command ended whose output is still open. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Engine engine;

  Exec(Engine engine) {
    this.engine = engine;
  }

  ExecResult run(String container, List<String> command, Duration timeout)
      throws InterruptedException {
    BoundedOutput output = new BoundedOutput(MOST_OUTPUT);
    int exitCode = run(container, command, null, output::write, output::write, timeout);
    return new ExecResult(exitCode, output.text());
  }

  int run(
      String container,
      List<String> command,
      @Nullable InputStream input,
      Consumer<byte[]> output,
      Consumer<byte[]> errors,
      Duration timeout)
      throws InterruptedException {
    String what = "run " + command.getFirst() + " in container " + shortId(container);
    String id =
        call(
            what,
            () ->
                engine
                    .docker()
                    .execCreateCmd(container)
                    .withAttachStdin(input != null)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withCmd(command.toArray(String[]::new))
                    .exec()
                    .getId());
    Output seen = new Output(output, errors);
    try {
      var start = engine.streams().execStartCmd(id);
      if (input != null) {
        start.withStdIn(input);
      }
      start.exec(seen);
      Integer exitCode = await(what, id, seen, System.nanoTime() + timeout.toNanos());
      if (exitCode == null) {
        throw new SwarmException.Refused(
            "The command %s did not end within %d s in container %s."
                .formatted(command.getFirst(), timeout.toSeconds(), shortId(container)),
            null);
      }
      return exitCode;
    } finally {
      Quietly.close(seen);
    }
  }

  /**
   * The exit code, or null when it did not end in time. The end of the output is the usual end; but
   * a child that was left running in the background may hold the output open after its parent's
   * end, so silence is an end as well. It has to begin when the command is known to have ended:
   * what it wrote last may be on its way then.
   */
  private @Nullable Integer await(String what, String id, Output output, long deadline)
      throws InterruptedException {
    Integer exitCode = null;
    while (true) {
      long before = output.steps.get();
      long left = Math.min(deadline - System.nanoTime(), LOOK.toNanos());
      boolean ended = output.ended.await(Math.max(left, 0), TimeUnit.NANOSECONDS);
      output.throwIfFailed(what);
      if (exitCode != null && (ended || output.wasSilentSince(before))) {
        return exitCode;
      }
      if (exitCode == null) {
        exitCode = exitCode(what, id);
      }
      if (System.nanoTime() > deadline) {
        return exitCode;
      }
      if (ended && exitCode == null) {
        TimeUnit.MILLISECONDS.sleep(5); // the engine notes the exit code a moment after the output
      }
    }
  }

  /** Null while it runs. */
  private @Nullable Integer exitCode(String what, String id) throws InterruptedException {
    InspectExecResponse seen = call(what, () -> engine.docker().inspectExecCmd(id).exec());
    Long exitCode = seen.getExitCodeLong();
    return Boolean.TRUE.equals(seen.isRunning()) || exitCode == null ? null : exitCode.intValue();
  }

  /** A container that is gone or stopped will come back under another id: worth another look. */
  private <T> T call(String what, Supplier<T> call) throws InterruptedException {
    throwIfInterrupted();
    try {
      return engine.call(
          what,
          () -> {
            try {
              return call.get();
            } catch (NotFoundException | ConflictException e) {
              throw gone(what, e);
            }
          });
    } catch (RuntimeException e) {
      throwIfInterrupted();
      throw e;
    }
  }

  /** The client reports an interrupt in words of its own. */
  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static SwarmException gone(String what, DockerException e) {
    return new SwarmException.Unavailable(
        "The engine cannot " + what + ", which does not run: " + Engine.message(e) + ".", e);
  }

  private static String shortId(String container) {
    return container.length() > 12 ? container.substring(0, 12) : container;
  }

  /** What the command writes. */
  private final class Output extends ResultCallback.Adapter<Frame> {
    private final Consumer<byte[]> output;
    private final Consumer<byte[]> errors;

    /** Not the adapter's own, which hangs up when one does not wait to the end. */
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Of taking pieces, each of which begins and ends: odd in the midst of one. */
    private final AtomicLong steps = new AtomicLong();

    private volatile @Nullable Throwable failure;

    Output(Consumer<byte[]> output, Consumer<byte[]> errors) {
      this.output = output;
      this.errors = errors;
    }

    @Override
    public void onNext(Frame frame) {
      steps.incrementAndGet();
      try {
        (frame.getStreamType() == StreamType.STDERR ? errors : output).accept(frame.getPayload());
      } finally {
        steps.incrementAndGet();
      }
    }

    boolean wasSilentSince(long before) {
      return before % 2 == 0 && steps.get() == before;
    }

    @Override
    public void onError(Throwable error) {
      if (ended.getCount() > 0) {
        failure = error;
      }
      ended.countDown();
      super.onError(error);
    }

    @Override
    public void onComplete() {
      ended.countDown();
      super.onComplete();
    }

    void throwIfFailed(String what) {
      switch (failure) {
        case null -> {}
        case NotFoundException e -> throw gone(what, e);
        case ConflictException e -> throw gone(what, e);
        case DockerException e -> throw engine.exception(what, e);
        case Throwable e ->
            throw new SwarmException.Unavailable(
                "The engine failed to " + what + ": " + Engine.message(e) + ".", e);
      }
    }
  }
}
