package tech.coopcloud.ci.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recipe's folder as a person with a shell would deploy it: bash reads the env file and {@code
 * abra.sh}, docker reads the compose files. Nothing of ours takes part.
 */
record RecipeFolder(Path folder, String stack, String domain) {

  /**
   * The variables that a shell has after it has sourced the recipe's files, the app's own domain
   * written into the env file as {@code abra app new} does.
   */
  Map<String, String> env() {
    String script =
        """
        set -a
        STACK_NAME=%1$s DOMAIN=%2$s
        [ ! -e .env.sample ] || . <(sed 's/^DOMAIN=.*/DOMAIN=%2$s/' .env.sample)
        [ ! -e abra.sh ] || . ./abra.sh
        STACK_NAME=%1$s DOMAIN=%2$s
        env -0
        """
            .formatted(stack, domain);
    Map<String, String> env = new LinkedHashMap<>();
    for (String entry : run(Map.of(), "bash", "-c", script).split("\0")) {
      int at = entry.indexOf('=');
      String name = entry.substring(0, at);
      if (!List.of("PWD", "SHLVL", "_", "PATH", "HOME").contains(name)) {
        env.put(name, entry.substring(at + 1));
      }
    }
    return env;
  }

  /** The files of {@code COMPOSE_FILE}, or the usual one. */
  List<String> composeFiles(Map<String, String> env) {
    String named = env.getOrDefault("COMPOSE_FILE", "");
    return named.isEmpty() ? List.of("compose.yml") : Arrays.asList(named.split(":"));
  }

  /** Runs a command in the folder and gives what it wrote; a failure is an error of the test. */
  String run(Map<String, String> env, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(env);
      builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
      Path errors = Files.createTempFile("cc-ci-oracle", ".err");
      try {
        Process process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new CommandFailed(String.join(" ", command), output + Files.readString(errors));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static final class CommandFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    CommandFailed(String command, String output) {
      super(command + "\n" + output);
    }
  }
}
