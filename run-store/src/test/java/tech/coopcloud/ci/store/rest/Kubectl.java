package tech.coopcloud.ci.store.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, which {@code .ci/setup} has built. */
final class Kubectl {
  private static final int PATIENCE_SECONDS = 180;

  private final Path binary = find(System.getenv());
  private final Path kubeconfig;
  private final Path home;

  /** What it said, both outputs together, and its exit code. */
  record Outcome(int code, String output) {}

  /**
   * @param home where it may keep what it discovered
   */
  Kubectl(Path kubeconfig, Path home) {
    this.kubeconfig = kubeconfig;
    this.home = home;
  }

  private static Path find(Map<String, String> env) {
    String named = env.get("CC_CI_KUBECTL");
    if (named != null) {
      return Path.of(named);
    }
    Path cache =
        env.containsKey("CC_CI_CACHE")
            ? Path.of(env.get("CC_CI_CACHE"))
            : Path.of(env.getOrDefault("HOME", "/"), ".cache", "cc-ci");
    try (Stream<Path> files = Files.list(cache.resolve("bin"))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("kubectl"))
          .max(Path::compareTo)
          .orElseThrow(() -> new IllegalStateException("no kubectl in " + cache));
    } catch (IOException e) {
      throw new UncheckedIOException("There is no kubectl: run .ci/setup, which builds it", e);
    }
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("KUBECONFIG");
    return builder.start();
  }

  Outcome run(String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().close();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  /** Its output, when it succeeds. */
  String ok(String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    if (outcome.code() != 0) {
      throw new AssertionError(
          "kubectl " + String.join(" ", arguments) + " failed: " + outcome.output());
    }
    return outcome.output();
  }
}
