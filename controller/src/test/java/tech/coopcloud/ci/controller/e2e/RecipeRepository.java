package tech.coopcloud.ci.controller.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A recipe's git repository, made for a test. */
final class RecipeRepository {
  private final Path folder;

  private RecipeRepository(Path folder) {
    this.folder = folder;
  }

  static RecipeRepository in(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Programs.git(folder, "init", "--quiet", "--initial-branch=main").orFail();
    return new RecipeRepository(folder);
  }

  /** Where to fetch it from. */
  String address() {
    return folder.toString();
  }

  /**
   * Commits these files, and nothing else.
   *
   * @param files path to content
   * @return the commit
   */
  String commit(Map<String, String> files) {
    try {
      clear();
      for (var file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Programs.git(folder, "add", "--all").orFail();
    Programs.git(folder, "commit", "--quiet", "--allow-empty", "--message", "Change").orFail();
    return Programs.git(folder, "rev-parse", "HEAD").orFail().output().strip();
  }

  RecipeRepository tag(String name) {
    Programs.git(folder, "tag", name).orFail();
    return this;
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(file -> !file.equals(folder))
              .filter(file -> !file.startsWith(folder.resolve(".git")))
              .sorted(Comparator.reverseOrder())
              .toList()) {
        Files.delete(file);
      }
    }
  }
}
