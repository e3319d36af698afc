package tech.coopcloud.ci.recipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.recipe.Finding;

/** A sound recipe, and what is said of it once one thing is broken. */
class LintTest {
  private static final String COMPOSE =
      """
      version: "3.8"
      services:
        app:
          image: forum/forum:2.4.1
          networks: [proxy]
          environment:
            - FORUM_NAME
          secrets: [key]
          configs: [conf]
          volumes: ["data:/data"]
          healthcheck:
            test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
          deploy:
            labels:
              - "traefik.enable=true"
              - "traefik.http.services.${STACK_NAME}.loadbalancer.server.port=3000"
              - "traefik.http.routers.${STACK_NAME}.rule=Host(`${DOMAIN}`)"
              - "traefik.http.routers.${STACK_NAME}.entrypoints=web-secure"
              - "coop-cloud.${STACK_NAME}.version=1.0.0+2.4.1"
              - "backupbot.backup=true"
              - "backupbot.backup.volumes.data.path=dump"
              - "backupbot.backup.pre-hook=/dump.sh"
              - "backupbot.restore.post-hook=/restore.sh"
      networks:
        proxy:
          external: true
      volumes:
        data:
      secrets:
        key:
          external: true
          name: ${STACK_NAME}_key_${SECRET_KEY_VERSION}
      configs:
        conf:
          name: ${STACK_NAME}_conf_${CONF_VERSION}
          file: conf.tmpl
          template_driver: golang
      """;
  private static final String ENV =
      """
      TYPE=forum
      DOMAIN=forum.example.com
      LETS_ENCRYPT_ENV=production
      FORUM_NAME=Ours
      SECRET_KEY_VERSION=v1 # length=32
      """;

  @TempDir private Path folder;

  private List<String> lint(String compose, String env, LintContext context) throws IOException {
    Files.writeString(folder.resolve("compose.yml"), compose);
    Files.writeString(folder.resolve(".env.sample"), env);
    Files.writeString(folder.resolve("abra.sh"), "export CONF_VERSION=v1\n");
    Files.writeString(folder.resolve("conf.tmpl"), "{{ env \"FORUM_NAME\" }}\n");
    return Lint.of(folder, context).stream()
        .map(finding -> finding.severity() + " " + finding)
        .toList();
  }

  @Test
  void findsNothingInASoundRecipe() throws IOException {
    assertThat(lint(COMPOSE, ENV, new LintContext("1.0.0+2.4.1", Set.of("1.0.0+2.4.1")))).isEmpty();
  }

  @Test
  void findsNothingInTheExample() {
    assertThat(Lint.of(Path.of("../examples/recipes/custom-html"), LintContext.NONE)).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "coop-cloud.${STACK_NAME}.version=1.0.0+2.4.1",
            "other=label",
            "ERROR compose.yml:3: No service has the label 'coop-cloud.${STACK_NAME}.version'"),
        Arguments.of(
            "version=1.0.0+2.4.1",
            "version=1.0.0",
            "ERROR compose.yml:19: The version '1.0.0' must be"),
        Arguments.of(
            "version=1.0.0+2.4.1",
            "version=1.0.1+2.4.1",
            "ERROR compose.yml:19: The version label says '1.0.1+2.4.1' and the tag is '1.0.0+2.4.1'"),
        Arguments.of(
            "_key_${SECRET_KEY_VERSION}",
            "_key",
            "ERROR compose.yml:32: The name of the secret 'key' has no version"),
        Arguments.of(
            "_conf_${CONF_VERSION}",
            "_conf_v1",
            "ERROR compose.yml:35: The name of the config 'conf' has no version"),
        Arguments.of(
            "${CONF_VERSION}",
            "${OTHER_VERSION}",
            "ERROR compose.yml:34: The name of the config 'conf' ends with '_'"),
        Arguments.of(
            "${CONF_VERSION}",
            "${OTHER_VERSION:-v1}",
            "WARNING compose.yml:35: The variable OTHER_VERSION is used and is not in abra.sh"),
        Arguments.of(
            "_conf_$",
            "_configuration_file_$",
            "WARNING compose.yml:35: With a long domain the name of the config 'conf' has 67 characters"),
        Arguments.of(
            "    healthcheck:\n      test: [\"CMD\", \"curl\", \"-f\", \"http://localhost:3000/health\"]\n",
            "",
            "WARNING compose.yml:3: The service 'app' has no 'healthcheck'"),
        Arguments.of(
            "forum/forum:2.4.1",
            "forum/forum",
            "ERROR compose.yml:4: The image 'forum/forum' is another one every day"),
        Arguments.of(
            "forum/forum:2.4.1",
            "forum/forum:latest",
            "ERROR compose.yml:4: The image 'forum/forum:latest'"),
        Arguments.of(
            "forum/forum:2.4.1",
            "forum/forum:stable",
            "WARNING compose.yml:4: The tag of the image 'forum/forum:stable' names no version"),
        Arguments.of(
            "networks: [proxy]",
            "networks: [proxy]\n    ports: ['8080:80']",
            "WARNING compose.yml:6: The service 'app' publishes port 8080"),
        Arguments.of(
            "networks: [proxy]",
            "networks: [proxy]\n    ports: [{target: 80, published: 8080, mode: host}]",
            "ERROR compose.yml:6: The service 'app' publishes port 8080"),
        Arguments.of(
            "networks: [proxy]\n",
            "networks: [default]\n",
            "ERROR compose.yml:3: The service 'app' enables traefik and is not on the external network 'proxy'"),
        Arguments.of(
            "server.port=3000",
            "server.port=http",
            "ERROR compose.yml:16: The port 'http' must be a number"),
        Arguments.of(
            "server.port=3000",
            "server.port=80",
            "WARNING compose.yml:16: Traefik is sent to port 80 of the service 'app', and its healthcheck asks port 3000"),
        Arguments.of(
            "loadbalancer.server.port=3000",
            "loadbalancer.sticky=true",
            "ERROR compose.yml:15: Traefik is not told the port of the service 'app'"),
        Arguments.of(
            "rule=Host(`${DOMAIN}`)",
            "rule=Host(${DOMAIN})",
            "ERROR compose.yml:17: The rule of the router '${STACK_NAME}' is not one of Traefik's"),
        Arguments.of(
            ".rule=Host(`${DOMAIN}`)",
            ".priority=1",
            "ERROR compose.yml:15: The router '${STACK_NAME}' has no rule"),
        Arguments.of(
            "routers.${STACK_NAME}.entrypoints=web-secure",
            "routers.${STACK_NAME}.priority=1",
            "ERROR compose.yml:15: The router '${STACK_NAME}' names no entrypoints"),
        Arguments.of(
            "entrypoints=web-secure",
            "entrypoints=https",
            "WARNING compose.yml:18: The entrypoint 'https' is none that every proxy has"),
        Arguments.of(
            "backupbot.backup=true",
            "traefik.http.routers.${STACK_NAME}.middlewares=gone",
            "ERROR compose.yml:20: The router '${STACK_NAME}' uses the middleware 'gone', which no label defines"),
        Arguments.of(
            "- FORUM_NAME",
            "- FORUM_NAME\n      - FORUM_COLOUR",
            "WARNING compose.yml:8: The variable FORUM_COLOUR is used and is not in .env.sample"),
        Arguments.of(
            "volumes.data.path",
            "volumes.date.path",
            "ERROR compose.yml:21: The backup label names the volume 'date', which is not declared"),
        Arguments.of(
            "backupbot.restore.post-hook",
            "backupbot.restore.hook",
            "ERROR compose.yml:22: The service 'app' dumps its data before a backup, and nothing reads the dump"),
        Arguments.of(
            "image:",
            "depends_on: [db]\n    image:",
            "WARNING compose.yml:4: The field 'services.app.depends_on' is ignored"),
        Arguments.of(
            "image:",
            "mem_limit: 1G\n    image:",
            "ERROR compose.yml:4: The field 'services.app.mem_limit' is not supported"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void saysWhatIsBrokenAndWhere(String sound, String broken, String finding) throws IOException {
    assertThat(COMPOSE).contains(sound);

    assertThat(lint(COMPOSE.replace(sound, broken), ENV, new LintContext("1.0.0+2.4.1", Set.of())))
        .anySatisfy(found -> assertThat(found).startsWith(finding));
  }

  @Test
  void namesAVariableThatNobodyUses() throws IOException {
    assertThat(lint(COMPOSE, ENV + "#FORUM_MOTD=hello\n", LintContext.NONE))
        .singleElement()
        .asString()
        .startsWith("WARNING .env.sample:6: The variable FORUM_MOTD is used nowhere");
  }

  @Test
  void asksForReleaseNotesOfANewVersion() throws IOException {
    LintContext second = new LintContext(null, Set.of("0.9.0+2.4.0"));

    assertThat(lint(COMPOSE, ENV, second))
        .singleElement()
        .asString()
        .startsWith("WARNING release/1.0.0+2.4.1: The new version has no release notes");

    Files.createDirectory(folder.resolve("release"));
    Files.writeString(folder.resolve("release/1.0.0+2.4.1"), "Nothing to do.\n");
    assertThat(lint(COMPOSE, ENV, second)).isEmpty();
  }

  @Test
  void aSecretThatMustBeGivenIsNothingWrong() throws IOException {
    assertThat(lint(COMPOSE, ENV.replace("length=32", "generate=false"), LintContext.NONE))
        .isEmpty();
  }

  @Test
  void putsErrorsFirst() throws IOException {
    List<String> found =
        lint(
            COMPOSE.replace("forum/forum:2.4.1", "forum/forum").replace("- FORUM_NAME", "- OTHER"),
            ENV,
            LintContext.NONE);

    assertThat(found).isNotEmpty().first().asString().startsWith("ERROR");
    assertThat(found).last().asString().startsWith("WARNING");
  }

  @Test
  void saysOfAFileThatCannotBeReadOnlyWhereItCannot() throws IOException {
    assertThat(lint("services: [", ENV, LintContext.NONE))
        .filteredOn(found -> found.startsWith("ERROR"))
        .singleElement()
        .asString()
        .contains("This is not valid YAML");
  }

  @Test
  void aFolderThatIsNoneIsAnError() {
    assertThat(Lint.of(folder.resolve("gone"), LintContext.NONE))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR));
  }
}
