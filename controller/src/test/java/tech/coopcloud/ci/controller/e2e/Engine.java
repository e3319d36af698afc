package tech.coopcloud.ci.controller.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Docker engine through its own command, so that nothing of ours is believed. */
final class Engine {
  private static final List<List<String>> KINDS =
      List.of(
          List.of("service", "ls"),
          List.of("ps", "-a"),
          List.of("network", "ls"),
          List.of("volume", "ls"),
          List.of("secret", "ls"),
          List.of("config", "ls"));

  private Engine() {}

  /** Everything that carries a controller's id, e.g. {@code [volume, ls] x_data}. */
  static List<String> ofController(String controller) {
    List<String> found = new ArrayList<>();
    for (List<String> kind : KINDS) {
      List<String> arguments = new ArrayList<>(kind);
      arguments.addAll(
          List.of("-q", "--filter", "label=ci.coopcloud.tech/controller=" + controller));
      docker(arguments.toArray(String[]::new))
          .lines()
          .forEach(line -> found.add(kind + " " + line));
    }
    return found;
  }

  static String docker(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(System.getenv().getOrDefault("CC_CI_DOCKER", "docker")));
    command.addAll(List.of(arguments));
    return Programs.run(Path.of("."), Map.of(), command.toArray(String[]::new)).orFail().output();
  }
}
