package tech.coopcloud.ci.controller.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs of the machine and takes what they print. */
final class Programs {
  /** Where the checkout is. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Programs() {}

  record Finished(int code, String output) {
    Finished orFail() {
      if (code != 0) {
        throw new AssertionError("exit code " + code + ": " + output);
      }
      return this;
    }
  }

  /** Both streams in one. */
  static Finished run(Path in, Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(command)).directory(in.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(List.of(command) + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Finished git(Path in, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(
        List.of("-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.org"));
    command.addAll(List.of(arguments));
    return run(
        in,
        Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_TERMINAL_PROMPT", "0"),
        command.toArray(String[]::new));
  }
}
