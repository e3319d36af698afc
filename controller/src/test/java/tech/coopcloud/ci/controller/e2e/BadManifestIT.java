package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;

/**
 * What a user can get wrong in the state repository is shown on the dashboard and loses nothing.
 */
class BadManifestIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int MANY = 200;
  private static final String RUN = "apiVersion: ci.coopcloud.tech/v1alpha1\nkind: TestRun\n";

  @TempDir private static Path folder;
  private static CcCi server;
  private static Path clone;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server")).start();
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    server.enroll("site", site.address(), "");
    clone = server.cloneState(folder.resolve("clone"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> badManifests() {
    return Stream.of(
        Arguments.of("no-yaml", "a: [\n", "no-yaml.yaml"),
        Arguments.of(
            "unknown-field",
            RUN
                + "metadata: {name: m-unknown, namespace: default}\nspec: {recipe: site, reff: x}\n",
            "reff"),
        Arguments.of(
            "wrong-type",
            RUN
                + "metadata: {name: m-type, namespace: default}\nspec: {recipe: site, priority: high}\n",
            "priority"),
        Arguments.of(
            "no-recipe",
            RUN + "metadata: {name: m-none, namespace: default}\nspec: {ref: main}\n",
            "recipe"),
        Arguments.of(
            "recipe-without-source",
            "apiVersion: ci.coopcloud.tech/v1alpha1\nkind: Recipe\n"
                + "metadata: {name: m-sourceless, namespace: default}\nspec: {sourc: x}\n",
            "sourc"),
        Arguments.of(
            "two-of-one-name",
            RUN
                + "metadata: {name: m-twice, namespace: default}\nspec: {recipe: site, stages: [install], ref: nowhere}\n---\n"
                + RUN
                + "metadata: {name: m-twice, namespace: default}\nspec: {recipe: site, stages: [install], ref: nowhere}\n",
            "m-twice"),
        Arguments.of(
            "ten-megabytes", "a: \"" + "x".repeat(10 << 20) + "\"\n", "ten-megabytes.yaml"),
        Arguments.of("alias-bomb", bomb(), "alias-bomb.yaml"));
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String one = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]%n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, one))));
    }
    return bomb.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badManifests")
  void aManifestThatIsNotValidIsShownAndDisturbsNothing(
      String name, String manifest, String sentence) throws IOException {
    push(name, manifest);

    server.shows("/", name + ".yaml", sentence);

    Files.delete(clone.resolve(name + ".yaml"));
    commitAndPush("Take " + name + " back");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(server.get("/", "text/html")).doesNotContain(name + ".yaml"));
  }

  /** Some are taken back in the very moment in which their verdict is written. */
  @Test
  void manifestsThatAreTakenBackWhileTheyAreJudgedGo() throws IOException {
    StringBuilder runs = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      runs.append(
          "---\n%smetadata: {name: back-%d, namespace: default}\nspec: {ref: main}\n"
              .formatted(RUN, i));
    }
    push("taken-back", runs.toString());
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> CcCi.phase(server.find("back-0")) == Phase.DONE);

    Files.delete(clone.resolve("taken-back.yaml"));
    commitAndPush("Take them back");

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(server.client().resources(TestRun.class).list().getItems())
                    .extracting(run -> run.getMetadata().getName())
                    .noneMatch(name -> name.startsWith("back-")));
  }

  @Test
  void aRewrittenMainLosesNothingThatWasAcknowledged() {
    server.request("kept", "site", "stages: [install]\nref: nowhere");
    server.done("kept", PATIENCE);
    Path other = folder.resolve("other");
    Programs.git(folder, "init", "--quiet", "--initial-branch=main", other.toString()).orFail();
    Programs.git(other, "commit", "--quiet", "--allow-empty", "--message", "Anew").orFail();
    String repository = server.data().resolve("state.git").toString();

    // By push it is refused, with a sentence; whoever is on the machine can still do it.
    assertThat(Programs.git(other, "push", "--force", repository, "main").output())
        .contains("denying non-fast-forward");
    Programs.git(other, "push", "--quiet", repository, "main:anew").orFail();
    Programs.git(other, "--git-dir", repository, "update-ref", "refs/heads/main", "refs/heads/anew")
        .orFail();

    server.shows("/", "MainRewritten");
    assertThat(server.find("kept")).isNotNull();
    server.request("afterwards", "site", "stages: [install]\nref: nowhere");
    assertThat(server.done("afterwards", PATIENCE).getStatus().finishedAt()).isNotNull();
  }

  private static void push(String name, String content) throws IOException {
    Files.writeString(clone.resolve(name + ".yaml"), content);
    commitAndPush("Add " + name);
  }

  private static void commitAndPush(String message) {
    Programs.git(clone, "add", "--all").orFail();
    Programs.git(clone, "commit", "--quiet", "--message", message).orFail();
    Programs.git(clone, "pull", "--quiet", "--rebase", "origin", "main");
    Programs.git(clone, "push", "--quiet", "origin", "HEAD:main").orFail();
  }
}
