package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacedConfigTest {
  @TempDir private Path folder;

  private StackSpec site() throws Exception {
    Recipes.file(folder, "site.conf", "listen 80;");
    return RecipeReader.read(
        Recipes.compose(
            folder,
            """
            services:
              app:
                image: nginx
                configs: [{source: site, target: /etc/site.conf}]
              db:
                image: mariadb
            configs:
              site: {file: site.conf}
            """),
        Recipes.context());
  }

  @Test
  void aFileIsAConfigOfTheStackThatItsServiceMounts() throws Exception {
    StackSpec stack =
        PlacedConfig.addTo(
            site(), List.of(new PlacedConfig("db", "/etc/my.cnf", "[mysqld]\n", 0400)));

    ServiceSpec db = stack.services().get(1);
    assertThat(db.container().configs())
        .containsExactly(
            new ContainerSpec.FileReference(
                Recipes.STACK + "_placed_1", "/etc/my.cnf", "0", "0", 0400));
    ConfigSpec config = stack.configs().getLast();
    assertThat(config.name()).isEqualTo(Recipes.STACK + "_placed_1");
    assertThat(config.labels()).containsEntry("com.docker.stack.namespace", Recipes.STACK);
    assertThat(new String(config.data(), StandardCharsets.UTF_8)).isEqualTo("[mysqld]\n");
    assertThat(stack.services().getFirst()).isEqualTo(site().services().getFirst());
  }

  @Test
  void whatCannotBePlacedIsSaidWithWhatThereIs() {
    assertThatThrownBy(
            () -> PlacedConfig.addTo(site(), List.of(new PlacedConfig("web", "/etc/x", "x", 0444))))
        .hasMessageContaining(
            "deploy.files of the Recipe: /etc/x is for the service 'web', which the recipe does not have; it has app, db.");
    assertThatThrownBy(
            () ->
                PlacedConfig.addTo(
                    site(), List.of(new PlacedConfig("app", "/etc/site.conf", "x", 0444))))
        .hasMessageContaining("/etc/site.conf is there twice");
    assertThatThrownBy(
            () ->
                PlacedConfig.addTo(
                    site(),
                    List.of(new PlacedConfig("app", "/etc/x", "x".repeat(1_000_001), 0444))))
        .hasMessageContaining("/etc/x has 1000001 bytes; Swarm takes 1000000 at most.");
  }
}
