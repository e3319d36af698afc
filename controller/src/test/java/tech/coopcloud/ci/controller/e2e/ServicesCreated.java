package tech.coopcloud.ci.controller.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Writes down every service that the engine creates from now on. The engine itself remembers only
 * the last few events of everybody.
 */
final class ServicesCreated implements AutoCloseable {
  private final Path file;
  private final Process events;

  ServicesCreated(Path file) {
    this.file = file;
    try {
      events =
          new ProcessBuilder(
                  System.getenv().getOrDefault("CC_CI_DOCKER", "docker"),
                  "events",
                  "--since", // since the command takes a moment to begin
                  String.valueOf(Instant.now().getEpochSecond()),
                  "--filter",
                  "type=service",
                  "--filter",
                  "event=create",
                  "--format",
                  "{{.Actor.Attributes.name}}")
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a stack, a name as often as it was created. */
  List<String> ofStack(String stack) {
    try {
      return Files.readAllLines(file).stream()
          .filter(name -> name.startsWith(stack + "_"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    events.destroy();
  }
}
