package tech.coopcloud.ci.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Made-up recipes, deployed by docker and by us. {@code -Doracle.services=100} makes them larger;
 * jqwik tells the seed of what failed.
 */
class GeneratedOracleIT {
  private static final int SERVICES = Integer.getInteger("oracle.services", 30);

  @Provide
  Arbitrary<GeneratedRecipe> recipes() {
    return Recipes.recipes(SERVICES);
  }

  @Property(tries = 6, shrinking = ShrinkingMode.BOUNDED)
  void theEngineSeesNoDifferenceBetweenDockersDeploymentAndOurs(
      @ForAll("recipes") GeneratedRecipe generated) throws IOException {
    Path folder = Files.createTempDirectory("cc-ci-oracle");
    generated.write(folder);
    try (Oracle oracle = new Oracle()) {
      assertThat(
              oracle.differences(
                  new RecipeFolder(folder, "orcl-gen_localhost", "orcl-gen.localhost")))
          .isEmpty();
    }
  }
}
