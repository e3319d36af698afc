package tech.coopcloud.ci.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.process.ProcessTree;

/**
 * Runs the git program with nothing of the machine's or the user's configuration, no hooks, no
 * prompts, no redirects, and no transport but the one that GIT_ALLOW_PROTOCOL names.
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
          "http.followRedirects=false",
          "-c",
          "submodule.recurse=false",
          "-c",
          "fetch.recurseSubmodules=false",
          "-c",
          "core.protectHFS=true",
          "-c",
          "core.protectNTFS=true",
          "-c",
          "core.bigFileThreshold=16m",
          "-c",
          "pack.windowMemory=64m",
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

  /** Exit code of a run that was killed because what it wrote became too large. */
  private static final int TOO_LARGE = 125;

  /** Output of git's own beyond this belongs to no recipe. */
  private static final long MOST_OUTPUT = 8L << 20;

  private static final Duration LOOK = Duration.ofMillis(250);

  /**
   * What git writes to may not become larger than this.
   *
   * @param bytes of all files below the folder together
   */
  record Bound(Path folder, long bytes) {}

  record Result(int exit, String out, String err) {
    boolean ok() {
      return exit == 0;
    }

    boolean tooLarge() {
      return exit == TOO_LARGE;
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

  /** Runs git with nothing that it may fill but its own output. */
  Result run(Duration timeout, Map<String, String> env, List<String> arguments)
      throws IOException, InterruptedException {
    return run(timeout, null, env, arguments);
  }

  /**
   * Runs git; a run that takes longer than the timeout is killed and reported with exit code 124,
   * one that writes too much is killed as well, see {@link Result#tooLarge}.
   */
  Result run(
      Duration timeout, @Nullable Bound bound, Map<String, String> env, List<String> arguments)
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
        Instant end = Instant.now().plus(timeout);
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          if (isTooLarge(out, bound)) {
            ProcessTree.end(process.toHandle());
            return new Result(TOO_LARGE, "", "fatal: too large");
          }
          if (Instant.now().isAfter(end)) {
            ProcessTree.end(process.toHandle());
            return new Result(124, "", "fatal: no answer within " + timeout.toSeconds() + " s");
          }
        }
      } catch (InterruptedException e) {
        ProcessTree.end(process.toHandle());
        throw e;
      }
      return isTooLarge(out, bound) // all the same where it ended between two looks
          ? new Result(TOO_LARGE, "", "fatal: too large")
          : new Result(process.exitValue(), read(out), read(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static boolean isTooLarge(Path out, @Nullable Bound bound) throws IOException {
    return Files.size(out) > MOST_OUTPUT || (bound != null && size(bound) > bound.bytes());
  }

  private static long size(Bound bound) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(bound.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      return 0; // git renames and removes files meanwhile; the next look sees them
    }
    return size;
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes((int) MOST_OUTPUT), StandardCharsets.UTF_8);
    }
  }
}
