package tech.coopcloud.ci.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe in this repository, deployed by docker and by us. */
class StackOracleIT {
  private final Oracle oracle = new Oracle();

  @AfterEach
  void close() {
    oracle.close();
  }

  static List<Path> recipes() throws IOException, URISyntaxException {
    Path fixtures =
        Path.of(Objects.requireNonNull(StackOracleIT.class.getResource("/recipes")).toURI());
    try (Stream<Path> ours = Files.list(fixtures);
        Stream<Path> examples = Files.list(Path.of("../examples/recipes"))) {
      return Stream.concat(ours, examples)
          .filter(folder -> Files.exists(folder.resolve("compose.yml")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theEngineSeesNoDifferenceBetweenDockersDeploymentAndOurs(Path folder) {
    RecipeFolder recipe =
        new RecipeFolder(folder, "orcl-1a2b3c_ci_localhost", "orcl-1a2b3c.ci.localhost");

    assertThat(oracle.differences(recipe)).isEmpty();
  }
}
