package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaticSiteTest {
  private StackSpec stack;

  @BeforeEach
  void read() throws InvalidRecipeException {
    stack = RecipeReader.read(Recipes.fixture("static-site"), Recipes.context());
  }

  @Test
  void hasOneServiceOnTheIngressNetwork() {
    assertThat(stack.services()).hasSize(1);
    ServiceSpec app = stack.services().getFirst();
    assertThat(app.name()).isEqualTo("test-1a2b3c_ci_localhost_app");
    assertThat(app.networks())
        .containsExactly(new ServiceSpec.Attachment("proxy", List.of("app"), java.util.Map.of()));
    assertThat(stack.externalNetworks()).containsExactly("proxy");
    assertThat(stack.networks()).isEmpty();
  }

  @Test
  void routesTheDomainOfTheRunWithoutAskingForACertificate() {
    assertThat(stack.services().getFirst().labels())
        .containsEntry(
            "traefik.http.routers.test-1a2b3c_ci_localhost.rule",
            "Host(`test-1a2b3c.ci.localhost`)")
        .containsEntry("traefik.http.routers.test-1a2b3c_ci_localhost.tls.certresolver", "")
        .containsEntry("com.docker.stack.namespace", "test-1a2b3c_ci_localhost")
        .containsEntry("com.docker.stack.image", "nginx:1.27.2");
  }

  @Test
  void carriesTheLabelsAndTheWholeEnvThatAbraAdds() {
    ServiceSpec app = stack.services().getFirst();
    assertThat(app.labels())
        .containsEntry("coop-cloud.test-1a2b3c_ci_localhost.recipe", "test")
        .containsEntry("coop-cloud.test-1a2b3c_ci_localhost.version", "1.0.0+2.0.0")
        .containsEntry("coop-cloud.test-1a2b3c_ci_localhost.chaos", "false");
    assertThat(app.container().env())
        .containsExactly(
            "DEFAULT_CONF_VERSION=v3",
            "DOMAIN=test-1a2b3c.ci.localhost",
            "LETS_ENCRYPT_ENV=",
            "STACK_NAME=test-1a2b3c_ci_localhost",
            "TYPE=test:1.0.0+2.0.0");
  }

  @Test
  void takesItsConfigFromTheTemplate() {
    ConfigSpec config = stack.configs().getFirst();
    assertThat(config.name()).isEqualTo("test-1a2b3c_ci_localhost_default_conf_v3");
    assertThat(config.templateDriver()).isEqualTo("golang");
    assertThat(new String(config.data(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("{{ env \"DOMAIN\" }}");
    assertThat(stack.services().getFirst().container().configs())
        .containsExactly(
            new ContainerSpec.FileReference(
                config.name(), "/etc/nginx/conf.d/default.conf", "0", "0", 0444));
  }

  @Test
  void keepsItsContentInAVolumeOfTheStack() {
    VolumeSpec volume = stack.volumes().getFirst();
    assertThat(volume.name()).isEqualTo("test-1a2b3c_ci_localhost_content");
    ContainerSpec.Mount mount = stack.services().getFirst().container().mounts().getFirst();
    assertThat(mount.source()).isEqualTo(volume.name());
    assertThat(mount.target()).isEqualTo("/usr/share/nginx/html");
    assertThat(mount.volume()).isEqualTo(volume);
  }

  @Test
  void isProbedAsItSays() {
    assertThat(stack.services().getFirst().container().healthcheck())
        .isEqualTo(
            new ContainerSpec.Healthcheck(
                List.of("CMD", "curl", "-f", "http://localhost"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                null,
                10));
  }

  @Test
  void readTwiceIsTheSame() throws InvalidRecipeException {
    StackSpec again = RecipeReader.read(Recipes.fixture("static-site"), Recipes.context());
    assertThat(again.services()).isEqualTo(stack.services());
    assertThat(again.volumes()).isEqualTo(stack.volumes());
  }
}
