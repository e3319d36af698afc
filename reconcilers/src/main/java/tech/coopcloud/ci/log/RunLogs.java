package tech.coopcloud.ci.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.coopcloud.ci.disk.Folders;

/**
 * The folders of all runs, {@code <root>/<namespace>/<name>-<first 8 of the uid>}, each with its
 * log and screenshots.
 */
public final class RunLogs implements AutoCloseable {
  private final Path root;
  private final Map<Path, RunLog> open = new ConcurrentHashMap<>();

  public RunLogs(Path root) {
    this.root = root;
  }

  /** The run's log, opened where it is not yet. */
  public RunLog of(String namespace, String name, String uid) {
    return open.computeIfAbsent(
        folder(namespace, name, uid), folder -> new RunLog(folder, new Redactor()));
  }

  /** Marks the log as complete and lets go of it. */
  public void complete(String namespace, String name, String uid) {
    Path folder = folder(namespace, name, uid);
    if (Files.exists(folder.resolve(RunLog.DONE))) {
      return;
    }
    of(namespace, name, uid).complete();
    open.remove(folder);
  }

  /** Deletes all that is kept of a run. */
  public void delete(String namespace, String name, String uid) {
    Path folder = folder(namespace, name, uid);
    RunLog log = open.remove(folder);
    if (log != null) {
      log.close();
    }
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a run's files are; the folder may not exist. */
  public Path folder(String namespace, String name, String uid) {
    return root.resolve(namespace)
        .resolve(name + "-" + uid.substring(0, Math.min(8, uid.length())));
  }

  @Override
  public void close() {
    open.values().forEach(RunLog::close);
    open.clear();
  }
}
