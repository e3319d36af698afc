import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a case a git repository with its two versions, each a tag. */
final class Repositories {
  private static final String PUBLISHED = "1.0.0+1.36";
  static final String NEW = "1.1.0+1.36";

  private final Path sources;
  private final Path target;

  Repositories(Path sources, Path target) {
    this.sources = sources;
    this.target = target;
  }

  Path make(Case one) throws IOException, InterruptedException {
    Path repository = Files.createDirectories(target.resolve(one.name()));
    git(repository, "init", "--quiet", "--initial-branch=main");
    if (!one.yaml().path("unpublished").asBoolean()) {
      JsonNode published = Case.YAML.readTree(sources.resolve("published.yaml").toFile());
      version(one, repository, PUBLISHED, List.of(one.yaml().path("always"), published));
    }
    version(one, repository, NEW, List.of(one.yaml().path("always"), one.yaml().path("changes")));
    return repository;
  }

  private void version(Case one, Path repository, String tag, List<JsonNode> changes)
      throws IOException, InterruptedException {
    if (Files.exists(repository.resolve("compose.yml"))) {
      git(repository, "rm", "-rq", ".");
    }
    copy(sources.resolve("site"), repository);
    if (!one.base().equals("site")) {
      copy(sources.resolve(one.base()), repository);
    }
    for (JsonNode change : changes) {
      for (Map.Entry<String, JsonNode> file : change.properties()) {
        change(one, repository.resolve(file.getKey()), file.getValue());
      }
    }
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "--message", "Release " + tag);
    git(repository, "tag", tag);
  }

  /** Text is the whole file, a mapping what to replace in it, null removes it. */
  private static void change(Case one, Path file, JsonNode to) throws IOException {
    if (to.isNull()) {
      Files.delete(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (to.isTextual()) {
      Files.writeString(file, to.asText());
      return;
    }
    String text = Files.readString(file);
    for (Map.Entry<String, JsonNode> replacement : to.properties()) {
      if (!text.contains(replacement.getKey())) {
        throw new IOException(
            "%s: %s does not contain '%s'"
                .formatted(one.name(), file.getFileName(), replacement.getKey()));
      }
      text = text.replace(replacement.getKey(), replacement.getValue().asText());
    }
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void git(Path repository, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-C", repository.toString(), "-c", "user.name=Recipe maintainer"));
    command.addAll(List.of("-c", "user.email=maintainer@example.com"));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).inheritIO().start();
    if (git.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed, see above");
    }
  }
}
