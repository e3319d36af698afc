package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/**
 * A container whose log can be read.
 *
 * @param service short name of its service
 * @param slot 0 for a global service
 * @param started whether it has run: before that it has no log to follow
 */
record ContainerLog(String id, String service, int slot, boolean started) {

  static List<ContainerLog> ofRun(Engine engine, String runUid) {
    return engine.call(
        "list the containers of the run " + runUid,
        () ->
            engine
                .docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Api.RUN_UID_LABEL, runUid))
                .exec()
                .stream()
                .map(ContainerLog::of)
                .toList());
  }

  private static ContainerLog of(Container container) {
    Map<String, String> labels = container.getLabels();
    String service = labels.getOrDefault(Labels.SERVICE_NAME, name(container));
    String stack = labels.get(Labels.STACK);
    if (stack != null && service.startsWith(stack + "_")) {
      service = service.substring(stack.length() + 1);
    }
    String dependency = labels.get(Api.DEPENDENCY_LABEL);
    if (dependency != null) {
      service = dependency + "/" + service;
    }
    return new ContainerLog(
        container.getId(),
        service,
        slot(labels.getOrDefault(Labels.TASK_NAME, "")),
        !"created".equals(container.getState()));
  }

  private static String name(Container container) {
    String[] names = container.getNames();
    return names == null || names.length == 0
        ? container.getId().substring(0, 12)
        : names[0].replaceFirst("^/", "");
  }

  /** A task is called {@code service.slot.id}, or {@code service.node.id} when global. */
  static int slot(String taskName) {
    String[] parts = taskName.split("\\.");
    if (parts.length < 3 || !parts[parts.length - 2].matches("[0-9]{1,9}")) {
      return 0;
    }
    return Integer.parseInt(parts[parts.length - 2]);
  }

  /**
   * Reads the log on a thread of its own.
   *
   * @param since only lines after this instant; null for all
   * @param follow whether to go on until the container is gone
   * @param lines is told of each line, in the order in which the engine has them
   * @param end is told once: whether all was read that there was
   */
  AutoCloseable read(
      Engine engine,
      @Nullable Instant since,
      boolean follow,
      Consumer<LogLine> lines,
      Consumer<Boolean> end) {
    Reader reader = new Reader(since, lines, end);
    var command =
        engine
            .streams()
            .logContainerCmd(id)
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true)
            .withFollowStream(follow);
    if (since == null) {
      command.withTailAll();
    } else {
      command.withSince((int) since.getEpochSecond());
    }
    command.exec(reader);
    return reader;
  }

  private final class Reader extends ResultCallback.Adapter<Frame> {
    private final @Nullable Instant since;
    private final Consumer<LogLine> lines;
    private final Consumer<Boolean> end;
    private final LineAssembler out = new LineAssembler((at, text) -> line(at, false, text));
    private final LineAssembler err = new LineAssembler((at, text) -> line(at, true, text));
    private boolean ended;
    private boolean failed;
    private Instant latest = Instant.EPOCH;

    Reader(@Nullable Instant since, Consumer<LogLine> lines, Consumer<Boolean> end) {
      this.since = since;
      this.lines = lines;
      this.end = end;
    }

    private void line(Instant at, boolean stderr, String text) {
      latest = at;
      if (since == null || at.isAfter(since)) {
        lines.accept(new LogLine(at, id, service, slot, stderr, text));
      }
    }

    @Override
    public void onNext(Frame frame) {
      (frame.getStreamType() == StreamType.STDERR ? err : out).feed(frame.getPayload());
    }

    @Override
    public void onError(Throwable error) {
      failed = true;
      if (error instanceof DockerException refused && refused.getHttpStatus() >= 500) {
        // a log driver that cannot be read is no reason to stop; that it is so must be seen
        line(latest, true, "(the log cannot be read: " + Engine.message(refused) + ")");
        failed = false;
      } else if (error instanceof DockerException) {
        failed = false; // gone, and its log with it
      }
      Quietly.close(this);
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        out.finish();
        err.finish();
        end.accept(!failed);
      }
      super.close();
    }

    @Override
    public void onComplete() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      super.onComplete();
    }
  }
}
