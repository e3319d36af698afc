package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manifest in docs/enroll-recipe.md is one that a reader can commit as it is. */
class EnrollDocsTest {
  private static final Path PAGE = Path.of("../docs/enroll-recipe.md");
  private static final ObjectReader READER =
      new YAMLMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerFor(Recipe.class);

  @Test
  void theManifestEnrollsARecipeWhoseFieldsAllExist() throws Exception {
    String text = Files.readString(PAGE);
    String manifest = text.split("```yaml\n", 2)[1].split("```", 2)[0];

    Recipe recipe = READER.readValue(manifest);

    assertThat(recipe.getMetadata().getName()).isEqualTo("custom-html");
    assertThat(recipe.getSpec().source()).endsWith("/recipes/custom-html.git");
    assertThat(recipe.getSpec().forge().owner()).isEqualTo("recipes");
  }
}
