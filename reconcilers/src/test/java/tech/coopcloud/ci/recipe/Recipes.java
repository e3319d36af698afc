package tech.coopcloud.ci.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Recipes for tests: the fixtures, and ones that a test writes itself. */
final class Recipes {
  static final String DOMAIN = "test-1a2b3c.ci.localhost";
  static final String STACK = "test-1a2b3c_ci_localhost";
  static final byte[] KEY =
      "a key of the installation, 32 bytes and more".getBytes(StandardCharsets.UTF_8);

  private Recipes() {}

  static Path fixture(String name) {
    try {
      return Path.of(Objects.requireNonNull(Recipes.class.getResource("/recipes/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static DeploymentContext context() {
    return context(Map.of());
  }

  static DeploymentContext context(Map<String, String> env) {
    return new DeploymentContext(
        "test",
        DOMAIN,
        STACK,
        "1.0.0+2.0.0",
        true,
        env,
        Map.of(),
        List.of(),
        new DerivedSecrets(KEY, "run-1"));
  }

  /** Writes a compose file around the fields of one service. */
  static Path service(Path folder, String fields) {
    return compose(folder, "services:\n  app:\n    image: nginx\n" + fields.indent(4));
  }

  static Path compose(Path folder, String text) {
    return file(folder, "compose.yml", text);
  }

  static Path file(Path folder, String name, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(folder.resolve(name).getParent()));
      Files.writeString(folder.resolve(name), text);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
