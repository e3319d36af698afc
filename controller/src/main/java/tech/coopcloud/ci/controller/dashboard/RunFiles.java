package tech.coopcloud.ci.controller.dashboard;

import java.nio.file.Path;
import java.util.Optional;

/** Where the logs and screenshots of runs lie. All methods are cheap and may be called often. */
public interface RunFiles {
  /** The run's log, UTF-8 lines; empty while there is none. */
  Optional<Path> log(String namespace, String name);

  /**
   * A file of the run by its plain name.
   *
   * @param fileName already checked to hold no path
   */
  Optional<Path> file(String namespace, String name, String fileName);

  /** Whether nothing will be added to the log any more. */
  boolean complete(String namespace, String name);
}
