package tech.coopcloud.ci.oracle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A docker command of this machine; an old and a new one may stand side by side.
 *
 * @param major of its version
 */
record Client(String path, int major) {
  /** From here on docker merges files as it does today. */
  private static final int SETTLED = 28;

  static List<Client> all() {
    return Stream.of("/usr/bin/docker", "/usr/local/bin/docker")
        .filter(it -> Files.isExecutable(Path.of(it)))
        .map(it -> new Client(it, majorOf(it)))
        .toList();
  }

  private static int majorOf(String path) {
    String said =
        new RecipeFolder(Path.of("."), "", "")
            .run(Map.of(), path, "version", "--format", "{{.Client.Version}}");
    return Integer.parseInt(said.substring(0, said.indexOf('.')));
  }

  /**
   * Whether the difference is one between docker's own versions. Old ones leave a date as it is
   * written, append the words of a command to those of the file before, which is no command that
   * anybody wants, and cannot set a number back to zero in a later file.
   */
  boolean excuses(String difference, int composeFiles) {
    if (major >= SETTLED) {
      return false;
    }
    boolean merged =
        difference.matches(
            "/service [^/]+/Spec/.*/(Args|Command|MaxAttempts|Parallelism|Replicas|Retries)\\b.*");
    boolean date = difference.matches(".* [+-][0-9]{4} (UTC|[+-][0-9]{4})\\b.*");
    return date || composeFiles > 1 && merged;
  }

  @Override
  public String toString() {
    return path + " " + major;
  }
}
