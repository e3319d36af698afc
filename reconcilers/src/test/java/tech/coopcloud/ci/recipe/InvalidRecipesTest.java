package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said with its file and line, and in a sentence. */
class InvalidRecipesTest {
  @TempDir private Path folder;

  private List<String> errors() {
    InvalidRecipeException e =
        catchThrowableOfType(
            InvalidRecipeException.class, () -> RecipeReader.read(folder, Recipes.context()));
    assertThat(e).as("the recipe is refused").isNotNull();
    return e.findings().stream().map(Finding::toString).toList();
  }

  private static Arguments service(String fields, String finding) {
    return Arguments.of("services:\n  app:\n    image: nginx\n" + fields.indent(4), finding);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        service(
            "user: ${NAME:?who it is}",
            "compose.yml:4: The variable NAME must have a value: who it is"),
        service("user: $(id)", "compose.yml:4: The field 'services.app.user' has a '$'"),
        service(
            "extends: base",
            "compose.yml:4: The field 'services.app.extends' is not supported by Swarm"),
        service(
            "\nvolumes_from: [x]",
            "compose.yml:5: The field 'services.app.volumes_from' is not supported"),
        service(
            "mem_limit: 1G",
            "compose.yml:4: The field 'services.app.mem_limit' is not supported by Swarm; set limits under 'deploy.resources'"),
        service("cpu_shares: 5", "compose.yml:4: The field 'services.app.cpu_shares'"),
        service("imagee: x", "compose.yml:4: The field 'services.app.imagee' is not known"),
        service(
            "deploy:\n  replicas: two",
            "compose.yml:5: The field 'services.app.deploy.replicas' must be a whole number"),
        service(
            "deploy:\n  mode: all", "compose.yml:5: The mode 'all' must be replicated or global"),
        service(
            "healthcheck:\n  interval: 5",
            "compose.yml:5: The field 'services.app.healthcheck.interval' must be"),
        service("tty: 'yes'", "compose.yml:4: The field 'services.app.tty' must be true or false"),
        service(
            "environment:\n  A: true",
            "compose.yml:5: The field 'services.app.environment.A' must be text or a number"),
        service("user: 2020-01-01", "compose.yml:4: The field 'services.app.user' must be text"),
        service(
            "networks: [nowhere]",
            "compose.yml:4: The service 'app' is on the network 'nowhere', which is not declared"),
        service("volumes: ['nothing:/x']", "compose.yml:4: The volume 'nothing' is not declared"),
        service(
            "configs: [nothing]",
            "compose.yml:4: 'nothing' is not declared; add it under the top-level 'configs'"),
        service("ports: ['80:x']", "compose.yml:4: The port '80:x' must be"),
        service("env_file: ../.env", "compose.yml:4: The file '../.env' is outside of the recipe"),
        service(
            "env_file: /etc/passwd",
            "compose.yml:4: The file '/etc/passwd' must be named relative"),
        service("env_file: missing.env", "compose.yml:4: The file 'missing.env' does not exist"),
        service(
            "user: !!python/object x",
            "compose.yml:4: This is not valid YAML: Global tag is not allowed"),
        service("user: a\nuser: b", "compose.yml:5: The key 'user' stands here twice"),
        Arguments.of(
            "services:\n  " + "x".repeat(60) + ":\n    image: nginx\n",
            "compose.yml:2: The service name '"),
        Arguments.of(
            "services:\n  app: {image: nginx, secrets: [p]}\nsecrets:\n  p:\n    external: true\n    name: ${STACK_NAME}_p_${SECRET_P_VERSION}\n",
            "compose.yml:4: The name of the secret 'p' ends with '_' because the variable of its version is empty; set it in .env.sample."),
        Arguments.of(
            "services:\n  app: {image: nginx, configs: [c]}\nconfigs:\n  c:\n    file: compose.yml\n    name: ${STACK_NAME}_c_${C_VERSION}\n",
            "compose.yml:4: The name of the config 'c' ends with '_' because the variable of its version is empty; set it in abra.sh."),
        Arguments.of(
            "services:\n  app: {image: nginx, configs: ["
                + "c".repeat(60)
                + "]}\nconfigs:\n  "
                + "c".repeat(60)
                + ":\n    file: compose.yml\n",
            "compose.yml:4: The config name '"),
        Arguments.of("services:\n\tapp: x\n", "compose.yml:2: This is not valid YAML"),
        Arguments.of("services:\n  app: [x\n", "This is not valid YAML"),
        Arguments.of("- a\n- b\n", "compose.yml:1: A compose file must be a mapping"),
        Arguments.of("services: {}\n", "There is no service"),
        Arguments.of(
            "version: '2.4'\nservices: {app: {image: x}}\n",
            "compose.yml:1: The 'version' '2.4' is not supported"),
        Arguments.of(
            "version: '3.0'\nservices:\n  app:\n    image: x\n    configs: []\n",
            "compose.yml:5: The field 'services.app.configs' needs version \"3.3\" or later"),
        Arguments.of(aliasBomb(), "The file is too large once its aliases are expanded"),
        Arguments.of("a: &a [*a]\n", "compose.yml:1: An alias stands inside of what it repeats"),
        Arguments.of("x-a: " + "[".repeat(60) + "]".repeat(60) + "\n", "compose.yml"),
        Arguments.of(
            "services: {app: {image: nginx}}\nx-big: " + "x".repeat(1 << 20) + "\n",
            "The file 'compose.yml' is larger than 1024 KiB"));
  }

  private static String aliasBomb() {
    StringBuilder text = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      text.append("x-%d: &a%d [%s]%n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(8)));
    }
    return text + "services: {app: {image: nginx, command: *a7}}\n";
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatIsWrongAndWhere(String compose, String finding) {
    Recipes.compose(folder, compose);

    assertThat(errors()).anySatisfy(error -> assertThat(error).contains(finding));
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    Recipes.service(folder, "tty: 5\nuser: 6\nmem_limit: 7");

    assertThat(errors()).hasSize(3);
  }

  @Test
  void followsNoLinkOutOfTheCheckout() throws IOException {
    Recipes.compose(
        folder,
        "services: {app: {image: nginx, configs: [c]}}\nconfigs:\n  c: {file: link.conf}\n");
    Files.createSymbolicLink(folder.resolve("link.conf"), Path.of("/etc/hostname"));

    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith("compose.yml:3: The file 'link.conf' leads out of the recipe");
  }

  @Test
  void followsNoLinkToAFolderElsewhereEither() throws IOException {
    Recipes.service(folder, "env_file: up/passwd");
    Files.createSymbolicLink(folder.resolve("up"), Path.of("/etc"));

    assertThat(errors()).singleElement().asString().contains("leads out of the recipe");
  }

  @Test
  void readsNoDeviceAndNoPipe() throws IOException {
    Recipes.service(folder, "env_file: folder");
    Files.createDirectory(folder.resolve("folder"));

    assertThat(errors()).singleElement().asString().contains("'folder' is not a file");
  }

  @Test
  void takesNoSecretThatSwarmWouldRefuse() {
    Recipes.compose(folder, "services: {app: {image: nginx}}\nsecrets:\n  s:\n    file: big\n");
    Recipes.file(folder, "big", "x".repeat(500 * 1024));

    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith("compose.yml:4: The file 'big' is larger");
  }

  static Stream<String> ignored() {
    return Stream.of(
        "depends_on: [db]",
        "build: .",
        "container_name: x",
        "expose: ['80']",
        "tmpfs: /tmp",
        "links: [db]",
        "network_mode: host",
        "devices: ['/dev/x']",
        "privileged: true",
        "security_opt: [x]",
        "shm_size: 1G",
        "cgroup_parent: x",
        "userns_mode: host",
        "pid: host",
        "ipc: host");
  }

  @ParameterizedTest
  @MethodSource("ignored")
  void warnsOfWhatSwarmIgnores(String field) throws InvalidRecipeException {
    Recipes.service(folder, field);

    assertThat(RecipeReader.read(folder, Recipes.context()).warnings())
        .singleElement()
        .asString()
        .startsWith(
            "compose.yml:4: The field 'services.app."
                + field.substring(0, field.indexOf(':'))
                + "' is ignored; ");
  }

  @Test
  void warnsOfADateThatDockerWouldRewrite() throws InvalidRecipeException {
    Recipes.service(folder, "environment:\n  RELEASED: 2026-01-31");

    StackSpec stack = RecipeReader.read(folder, Recipes.context());

    assertThat(stack.warnings())
        .singleElement()
        .asString()
        .startsWith("compose.yml:5: ")
        .contains("'2026-01-31 00:00:00 +0000 UTC'; quote it");
    assertThat(stack.services().getFirst().container().env())
        .contains("RELEASED=2026-01-31 00:00:00 +0000 UTC");
  }
}
