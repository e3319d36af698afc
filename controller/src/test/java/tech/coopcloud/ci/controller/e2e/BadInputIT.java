package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.TestRun;

/**
 * What a user can get wrong ends in one clear sentence on the object, in the log and on the
 * dashboard, with everything torn down and nothing else disturbed: the runs go on beside one
 * another.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server =
        new CcCi(
                folder.resolve("server"), "--capacity", "4", "--source-hosts", "http://127.0.0.1:9")
            .start();
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    server.enroll("site", site.address(), "health: {timeout: 3s}");
  }

  @AfterAll
  static void stop() {
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    server.close();
  }

  static Stream<Arguments> badRecipes() {
    return Stream.of(
        bad("not-yaml", "InvalidRecipe", "compose.yml:", Map.of("compose.yml", "services: [\n")),
        bad(
            "unknown-field",
            "InvalidRecipe",
            "compose.yml:5",
            Site.with("    image: nginx:1.27.2\n", "    image: nginx:1.27.2\n    imagine: that\n")),
        bad(
            "privileged-by-bind",
            "NotAllowed",
            "docker.sock",
            Site.with(
                "volumes: [data:/data]",
                "volumes: [\"/var/run/docker.sock:/var/run/docker.sock\"]")),
        bad(
            "host-port",
            "NotAllowed",
            "8081",
            Site.with(
                "    networks: [proxy, internal]\n",
                "    networks: [proxy, internal]\n    ports: [\"8081:80\"]\n")),
        bad(
            "no-such-image",
            "Image",
            "does-not-exist",
            Site.with("image: nginx:1.27.2", "image: cc-ci.invalid/does-not-exist:1")),
        bad(
            "never-healthy",
            "NeverHealthy",
            "healthcheck",
            Site.with(
                    "interval: 1s\n      timeout: 5s\n      retries: 30",
                    "interval: 1s\n      timeout: 5s\n      retries: 1")
                .entrySet()
                .stream()
                .collect(
                    HashMap::new,
                    (map, file) ->
                        map.put(
                            file.getKey(),
                            file.getValue().replace("\"curl\", \"-f\"", "\"false\", \"-f\"")),
                    HashMap::putAll)),
        bad(
            "restarts-for-ever",
            "Restarting",
            "exit code 3",
            Site.with(
                "    image: nginx:1.27.2\n",
                "    image: nginx:1.27.2\n    entrypoint: [\"sh\", \"-c\", \"exit 3\"]\n")),
        bad(
            "wrong-port",
            "ProbeFailed",
            "81",
            Site.with("loadbalancer.server.port=80", "loadbalancer.server.port=81")),
        bad(
            "no-route",
            "NoRoute",
            "traefik.enable",
            Site.with("\"traefik.enable=true\"", "\"traefik.enable=false\"")),
        bad(
            "name-too-long",
            "",
            "64",
            Site.with("source: index", "source: index").entrySet().stream()
                .collect(
                    HashMap::new,
                    (map, file) ->
                        map.put(
                            file.getKey(),
                            file.getValue().replace("_index_", "_" + "x".repeat(60) + "_")),
                    HashMap::putAll)),
        bad(
            "answers-500",
            "ProbeFailed",
            "500",
            Site.with(
                    "    image: nginx:1.27.2\n",
                    "    image: nginx:1.27.2\n    entrypoint: [\"sh\", \"-c\", \"printf 'events {} http { server { listen 80; return 500; } }' > /tmp/n.conf; exec nginx -c /tmp/n.conf -g 'daemon off;'\"]\n")
                .entrySet()
                .stream()
                .collect(
                    HashMap::new,
                    (map, file) ->
                        map.put(
                            file.getKey(),
                            file.getValue().replace("\"curl\", \"-f\"", "\"true\", \"-f\"")),
                    HashMap::putAll)));
  }

  private static Arguments bad(
      String name, String reason, String sentence, Map<String, String> files) {
    return Arguments.of(name, reason, sentence, files);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRecipes")
  void aRecipeThatCannotWorkSaysWhy(
      String name, String reason, String sentence, Map<String, String> files) {
    RecipeRepository repository = RecipeRepository.in(folder.resolve(name));
    repository.commit(files);
    server.enroll(name, repository.address(), "health: {timeout: 3s}\ndeploy: {timeout: 3m}");

    server.request(name, name, "stages: [install]");

    saysWhy(name, reason, sentence);
  }

  static Stream<Arguments> badRuns() {
    return Stream.of(
        Arguments.of("no-such-ref", "recipe: site\nref: 9.9.9+9", "RefNotFound", "9.9.9+9"),
        Arguments.of("not-enrolled", "recipe: nobody", "RecipeNotEnrolled", "nobody"),
        Arguments.of(
            "repository-away",
            "recipe: site\nsource: http://127.0.0.1:9/site.git",
            "SourceUnavailable",
            "127.0.0.1:9"),
        Arguments.of(
            "another-server",
            "recipe: site\nsource: http://127.0.0.1:10/site.git",
            "SourceRefused",
            "add http://127.0.0.1:10 to --source-hosts"),
        Arguments.of(
            "strange-address",
            "recipe: site\nsource: ext::sh -c whoami",
            "SourceRefused",
            "ext::"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRuns")
  void aRunThatCannotWorkSaysWhy(String name, String spec, String reason, String sentence) {
    server.apply(
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: TestRun
        metadata: {name: %s, namespace: default}
        spec:
          stages: [install]
        %s
        """
            .formatted(name, spec.indent(2)));

    saysWhy(name, reason, sentence);
  }

  private static void saysWhy(String name, String reason, String sentence) {
    TestRun run = server.done(name, PATIENCE);
    var succeeded = run.getStatus().condition(ConditionType.SUCCEEDED);
    String log = server.runLog(name);

    assertThat(succeeded.getStatus()).as(log).isEqualTo("False");
    assertThat(succeeded.getReason()).as(log).startsWith(reason);
    assertThat(succeeded.getMessage()).contains(sentence);
    assertThat(log).contains(sentence);
    server.shows("/runs/default/" + name, sentence.replace("\"", "&quot;"));
    assertThat(server.ccctl("describe", "testrun", name).orFail().output()).contains(sentence);
    assertThat(Engine.docker("service", "ls", "--format", "{{.Name}}"))
        .doesNotContain(String.valueOf(run.getStatus().stackName()));
  }
}
