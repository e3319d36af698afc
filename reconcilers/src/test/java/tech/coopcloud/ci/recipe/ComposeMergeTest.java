package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeMergeTest {
  @TempDir private Path folder;

  /** The service {@code app} of two files. */
  private ServiceSpec merged(String base, String over) throws InvalidRecipeException {
    String tail =
        """
        networks: {a: , b: }
        volumes: {x: , y: }
        """;
    Recipes.service(folder, base);
    Recipes.file(
        folder, "compose.yml", "services:\n  app:\n    image: nginx\n" + base.indent(4) + tail);
    Recipes.file(folder, "compose.over.yml", "services:\n  app:\n" + over.indent(4));
    return RecipeReader.readPlain(
            folder, Recipes.context(Map.of("COMPOSE_FILE", "compose.yml:compose.over.yml")))
        .services()
        .getFirst();
  }

  @Test
  void commandsReplaceAndOtherListsAppend() throws InvalidRecipeException {
    ServiceSpec app =
        merged(
            "command: [a, b]\ndns: 1.1.1.1\ncap_add: [KILL]",
            "command: c\ndns: [2.2.2.2]\ncap_add: [CHOWN]");

    assertThat(app.container().args()).containsExactly("c");
    assertThat(app.container().dns().nameservers()).containsExactly("1.1.1.1", "2.2.2.2");
    assertThat(app.container().capabilityAdd()).containsExactly("CAP_CHOWN", "CAP_KILL");
  }

  @Test
  void mappingsMergeByKeyWhateverFormTheyAreIn() throws InvalidRecipeException {
    ServiceSpec app =
        merged(
            "environment: [A=1, B=2]\nlabels: {x: 1, y: 2}",
            "environment: {B: 3, C: 4}\nlabels: [y=5]");

    assertThat(app.container().env()).containsExactly("A=1", "B=3", "C=4");
    assertThat(app.container().labels()).containsEntry("x", "1").containsEntry("y", "5");
  }

  @Test
  void portsMergeByWhatIsPublishedAndVolumesByTarget() throws InvalidRecipeException {
    ServiceSpec app =
        merged(
            "ports: ['80:1', '81:2']\nvolumes: ['x:/one', 'x:/two']",
            "ports: ['81:3']\nvolumes: ['y:/two:ro']");

    assertThat(app.ports())
        .extracting(port -> port.published() + ":" + port.target())
        .containsExactly("80:1", "81:3");
    assertThat(app.container().mounts())
        .extracting(mount -> mount.source() + " " + mount.target() + " " + mount.readOnly())
        .containsExactly(Recipes.STACK + "_x /one false", Recipes.STACK + "_y /two true");
  }

  @Test
  void onlyTheLastOfSeveralPortsThatSwarmChoosesSurvivesAMergeAsInDocker()
      throws InvalidRecipeException {
    assertThat(merged("ports: ['80', '81']", "tty: true").ports())
        .extracting(ServiceSpec.Port::target)
        .containsExactly(81);
    assertThat(merged("tty: true", "ports: ['80', '81']").ports())
        .extracting(ServiceSpec.Port::target)
        .containsExactly(80, 81);
  }

  @Test
  void whatIsZeroOrEmptyDoesNotOverrideButCountsDo() throws InvalidRecipeException {
    ServiceSpec app =
        merged(
            "tty: true\nhostname: h\nstop_grace_period: 5s\ndeploy: {replicas: 2, update_config: {delay: 3s, parallelism: 2}}",
            "tty: false\nhostname: ''\nstop_grace_period: 0s\ndeploy: {replicas: 0, update_config: {delay: 0s, parallelism: 0}}");

    assertThat(app.container().tty()).isTrue();
    assertThat(app.container().hostname()).isEqualTo("h");
    assertThat(app.container().stopGracePeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(app.mode().replicas()).isZero();
    assertThat(app.update().delay()).isEqualTo(Duration.ofSeconds(3));
    assertThat(app.update().parallelism()).isZero();
  }

  @Test
  void networksAddAndTheirAliasesReplace() throws InvalidRecipeException {
    ServiceSpec app =
        merged("networks: {a: {aliases: [one]}}", "networks: {a: {aliases: [two]}, b: }");

    assertThat(app.networks())
        .extracting(ServiceSpec.Attachment::aliases)
        .containsExactly(java.util.List.of("two", "app"), java.util.List.of("app"));
  }

  @Test
  void anotherLogDriverTakesNoOptionsOver() throws InvalidRecipeException {
    assertThat(
            merged(
                    "logging: {driver: json-file, options: {max-size: 1m}}",
                    "logging: {driver: syslog}")
                .logDriver())
        .isEqualTo(new ServiceSpec.LogDriver("syslog", Map.of()));
    assertThat(
            merged(
                    "logging: {driver: json-file, options: {max-size: 1m}}",
                    "logging: {options: {max-file: 2}}")
                .logDriver())
        .isEqualTo(
            new ServiceSpec.LogDriver("json-file", Map.of("max-size", "1m", "max-file", "2")));
  }
}
