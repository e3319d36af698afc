package tech.coopcloud.ci.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe in this repository, deployed by docker and by us. */
class StackOracleIT {

  static Stream<Arguments> recipes() throws IOException, URISyntaxException {
    Path fixtures =
        Path.of(Objects.requireNonNull(StackOracleIT.class.getResource("/recipes")).toURI());
    List<Path> all =
        Stream.concat(list(fixtures), list(Path.of("../examples/recipes")))
            .filter(folder -> Files.exists(folder.resolve("compose.yml")))
            .toList();
    return Client.all().stream()
        .flatMap(client -> all.stream().map(recipe -> Arguments.of(client, recipe)));
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theEngineSeesNoDifferenceBetweenDockersDeploymentAndOurs(Client client, Path folder) {
    RecipeFolder recipe =
        new RecipeFolder(folder, "orcl-1a2b3c_ci_localhost", "orcl-1a2b3c.ci.localhost");

    try (Oracle oracle = new Oracle(client)) {
      assertThat(oracle.differences(recipe)).isEmpty();
    }
  }
}
