package tech.coopcloud.ci.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recipe that {@link Recipes} made up.
 *
 * @param services fields of each service, each field as the YAML of it
 * @param overlay the same for {@code compose.overlay.yml}; may be empty
 */
record GeneratedRecipe(
    Map<String, List<String>> services, Map<String, List<String>> overlay, List<String> declared) {

  /** No task may start: this machine has no room for them, and nothing here asks for it. */
  private static final String NOWHERE = "node.labels.cc-ci-oracle == nowhere";

  static final String ENV =
      """
      WORD=word
      EMPTY=
      SENTENCE="it is 'quoted', and more"
      lower_case=low
      NUMBER=3
      YES=yes
      FRACTION=0.25
      REPEATED=${WORD}-${NUMBER}
      COMPOSE_FILE=compose.yml
      """;

  private static final String HEAD =
      """
      version: "3.9"
      x-environment: &environment
        SHARED: one
        WORD: two
      x-logging: &logging
        driver: json-file
        options: {max-size: 5m, max-file: 2}
      x-labels: &labels
        shared: label
      x-resources: &resources
        limits: {memory: 64M}
      x-anything:
        - goes: here
      """;

  void write(Path folder) {
    file(folder, ".env.sample", ENV + (overlay.isEmpty() ? "" : overlayLine()));
    file(folder, "compose.yml", HEAD + services(services) + String.join("\n", declared) + "\n");
    if (!overlay.isEmpty()) {
      file(folder, "compose.overlay.yml", HEAD + services(overlay));
    }
    file(folder, "one.conf", "one\n");
    file(folder, "files/two.conf.tmpl", "{{ env \"WORD\" }}\n");
    file(folder, "secret.txt", "hidden");
    file(folder, "some.env", "# of a file\nWORD\nFROM_FILE=file\n  SPACED= x \nEMPTY=\nUNKNOWN\n");
    file(folder, "more.env", "FROM_FILE=more\nNUMBER=9\n");
  }

  private static String overlayLine() {
    return "COMPOSE_FILE=\"$COMPOSE_FILE:compose.overlay.yml\"\n";
  }

  private static String services(Map<String, List<String>> services) {
    return new TreeMap<>(services)
        .entrySet().stream()
            .map(it -> it.getKey() + ":\n" + String.join("\n", it.getValue()).indent(2))
            .collect(Collectors.joining("", "services:\n", ""))
            .lines()
            .map(line -> line.startsWith("services:") ? line : "  " + line)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The constraint that every generated service has. */
  static String nowhere() {
    return "    - " + NOWHERE;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void file(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files themselves, for the report of a failure. */
  @Override
  public String toString() {
    return "\n"
        + services(services)
        + "# overlay\n"
        + services(overlay)
        + "# declared\n"
        + String.join("\n", declared);
  }
}
