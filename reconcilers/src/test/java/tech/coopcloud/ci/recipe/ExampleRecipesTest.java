package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.recipe.policy.Policy;

/** The recipes that the examples and the stages' tests run: as maintainers write them. */
class ExampleRecipesTest {
  static Stream<Path> recipes() throws Exception {
    try (Stream<Path> folders = Files.list(Path.of("../examples/recipes"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("compose.yml")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void askForNothingThatIsDeniedByDefault(Path recipe) throws Exception {
    StackSpec stack = RecipeReader.read(recipe, Recipes.context());

    assertThat(new Policy(Recipes.DOMAIN, "proxy").judge(stack, List.of()).denied()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void nameTheirVersionAndHaveNotesForIt(Path recipe) throws Exception {
    String compose = Files.readString(recipe.resolve("compose.yml"));
    String version = compose.replaceAll("(?s).*\\$\\{STACK_NAME}\\.version=([^\"]*)\".*", "$1");

    assertThat(recipe.resolve("release").resolve(version)).isNotEmptyFile();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void areBackedUp(Path recipe) throws Exception {
    StackSpec stack = RecipeReader.read(recipe, Recipes.context());

    assertThat(stack.services())
        .anySatisfy(
            service -> assertThat(service.labels()).containsEntry("backupbot.backup", "true"));
  }

  static Stream<Path> manifests() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../examples/recipes"))) {
      return files
          .filter(file -> file.toString().endsWith(".recipe.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void areEnrolledByAManifestWithSeedsThatCanBeChanged(Path manifest) throws Exception {
    String text = Files.readString(manifest);

    Recipe recipe = Serialization.unmarshal(text, Recipe.class);

    assertThat(manifest).hasFileName(recipe.getMetadata().getName() + ".recipe.yaml");
    assertThat(recipe.getSpec().checks()).isNotEmpty();
    assertThat(recipe.getSpec().seeds())
        .isNotEmpty()
        .allSatisfy(
            seed ->
                assertThat(seed.write() + " " + seed.read()).containsPattern("(?s)seed}}.*seed}}"));
  }
}
