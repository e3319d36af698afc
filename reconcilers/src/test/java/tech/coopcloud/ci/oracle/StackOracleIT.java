package tech.coopcloud.ci.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.swarm.DockerCli.docker;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.TestStack;

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

  @Test
  void theVolumesThatTasksMakeForDockerAreTheOnesThatWeMakeBefore(@TempDir Path folder)
      throws IOException {
    new TestStack(); // sees to the image
    Files.writeString(
        folder.resolve("compose.yml"),
        """
        version: "3.8"
        services:
          app:
            image: %s
            command: sleep 600
            volumes:
              - plain:/plain
              - labelled:/labelled
              - memory:/memory
              - named:/named
        volumes:
          plain:
          labelled:
            labels: {a: b}
          memory:
            driver: local
            driver_opts: {type: tmpfs, device: tmpfs, o: size=1m}
          named:
            name: ${STACK_NAME}-of-its-own
        """
            .formatted(TestStack.IMAGE));
    RecipeFolder recipe = new RecipeFolder(folder, "orcl-vol_localhost", "orcl-vol.localhost");

    try (Oracle oracle = new Oracle(Client.all().getFirst())) {
      assertThat(oracle.differences(recipe, StackOracleIT::awaitVolumes)).isEmpty();
    }
  }

  private static void awaitVolumes(StackSpec stack) {
    String filter = "label=com.docker.stack.namespace=" + stack.name();
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> docker("volume", "ls", "-q", "--filter", filter).size() == 4);
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
