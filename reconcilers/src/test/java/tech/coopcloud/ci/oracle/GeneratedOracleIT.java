package tech.coopcloud.ci.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.swarm.DockerCli.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Made-up recipes, deployed by docker and by us. {@code -Doracle.services=100} makes them larger;
 * jqwik tells the seed of what failed.
 */
class GeneratedOracleIT {
  private static final int SERVICES = Integer.getInteger("oracle.services", 30);

  /** What recipes refer to and do not make. */
  @BeforeContainer
  static void makeWhatIsExternal() {
    removeWhatIsExternal();
    docker("outside".getBytes(), "config", "create", Declared.OUTSIDE, "-");
    docker("network", "create", "--driver", "overlay", "--attachable", Declared.OUTSIDE);
  }

  @AfterContainer
  static void removeWhatIsExternal() {
    for (String kind : new String[] {"config", "network"}) {
      docker(kind, "ls", "-q", "--filter", "name=" + Declared.OUTSIDE)
          .forEach(id -> docker(kind, "rm", id));
    }
  }

  @Provide
  Arbitrary<GeneratedRecipe> recipes() {
    return Recipes.recipes(SERVICES);
  }

  /**
   * The seed is fixed, so that a change is judged by what it changed; take it out, and raise the
   * tries, to look for more.
   */
  @Property(tries = 4, seed = "-3616862518039614793", shrinking = ShrinkingMode.OFF)
  void theEngineSeesNoDifferenceBetweenDockersDeploymentAndOurs(
      @ForAll("recipes") GeneratedRecipe generated) throws IOException {
    Path folder = Files.createTempDirectory("cc-ci-oracle");
    generated.write(folder);
    try {
      for (Client client : Client.all()) {
        try (Oracle oracle = new Oracle(client)) {
          assertThat(
                  oracle.differences(
                      new RecipeFolder(folder, "orcl-gen_localhost", "orcl-gen.localhost")))
              .as("%s stack deploy", client)
              .isEmpty();
        }
      }
    } finally {
      GeneratedRecipe.delete(folder);
    }
  }
}
