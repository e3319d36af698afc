package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.StackSpec;

/** The policy is in nobody's way: recipes that do as recipes do need no allowance. */
class SoundRecipesPassTest {
  private static final String DOMAIN = "test-1a2b3c.ci.localhost";

  static Stream<Path> recipes() throws IOException {
    Path fixtures = Path.of("src/test/resources/recipes");
    return Stream.concat(
            foldersIn(Path.of("../examples/recipes")),
            Stream.of(fixtures.resolve("static-site"), fixtures.resolve("app-with-database")))
        .filter(folder -> Files.exists(folder.resolve("compose.yml")));
  }

  private static Stream<Path> foldersIn(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.sorted().toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aSoundRecipeNeedsNoAllowance(Path folder) throws InvalidRecipeException {
    byte[] key = "a key of the installation, 32 bytes and more".getBytes(StandardCharsets.UTF_8);
    StackSpec stack =
        RecipeReader.read(
            folder,
            new DeploymentContext(
                folder.getFileName().toString(),
                DOMAIN,
                "test-1a2b3c_ci_localhost",
                "1.0.0+2.0.0",
                true,
                Map.of(),
                Map.of(),
                List.of(),
                new DerivedSecrets(key, "run-1")));

    assertThat(new Policy(DOMAIN, "proxy").judge(Limits.DEFAULT.applyTo(stack), List.of()).denied())
        .extracting(Denial::sentence)
        .isEmpty();
  }
}
