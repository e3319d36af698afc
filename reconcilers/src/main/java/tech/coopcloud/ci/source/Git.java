package tech.coopcloud.ci.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the git program with nothing of the machine's or the user's configuration, no hooks, no
 * prompts, and only the transports that recipes come by.
 */
final class Git {
  private static final List<String> ALWAYS =
      List.of(
          "git",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "protocol.allow=never",
          "-c",
          "protocol.https.allow=always",
          "-c",
          "protocol.http.allow=always",
          "-c",
          "protocol.ssh.allow=always",
          "-c",
          "protocol.file.allow=always",
          "-c",
          "http.followRedirects=initial",
          "-c",
          "core.symlinks=true",
          "-c",
          "credential.helper=",
          "-c",
          "gc.auto=0",
          "-c",
          "advice.detachedHead=false");

  private final Path home;

  /**
   * @param home an empty folder of ours, in which git finds no configuration but ours
   */
  Git(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home);
    Path config = home.resolve("config");
    if (!Files.exists(config)) {
      Files.writeString(config, "[safe]\n\tdirectory = *\n");
    }
  }

  record Result(int exit, String out, String err) {
    boolean ok() {
      return exit == 0;
    }

    /** The last thing that git said, which is the one that matters. */
    String lastWords() {
      return err.lines()
          .map(String::strip)
          .filter(l -> !l.isEmpty())
          .filter(l -> l.startsWith("fatal:") || l.startsWith("error:") || l.startsWith("remote:"))
          .reduce((a, b) -> b)
          .orElse(err.strip());
    }
  }

  /**
   * Runs git; a run that takes longer than the timeout is killed and reported with exit code 124.
   */
  Result run(Duration timeout, Map<String, String> env, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ALWAYS);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", home.resolve("config").toString());
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_ASKPASS", "/bin/false");
    environment.put("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=10");
    environment.putAll(env);
    Path out = Files.createTempFile(home, "out", null);
    Path err = Files.createTempFile(home, "err", null);
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          kill(process);
          return new Result(124, "", "fatal: no answer within " + timeout.toSeconds() + " s");
        }
      } catch (InterruptedException e) {
        kill(process);
        throw e;
      }
      return new Result(process.exitValue(), read(out), read(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
