package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;

/** {@code ccctl recipe test}: a working copy is tested as it is, and leaves nothing. */
class RecipeTestIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server"), "--capacity", "2").start();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(server.client().resources(TestRun.class).inNamespace("default").list().getItems())
        .isEmpty();
    assertThat(server.client().resources(Recipe.class).inNamespace("default").list().getItems())
        .isEmpty();
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    try (Stream<Path> cached = Files.walk(folder.resolve("cache"))) {
      assertThat(cached.filter(Files::isRegularFile).filter(it -> !it.toString().endsWith(".lock")))
          .isEmpty();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatIsNotCommittedIsTestedAndTheWorkingCopyStaysAsItIs() throws IOException {
    RecipeRepository site = RecipeRepository.in(folder.resolve("mended"));
    site.commit(Site.with("nginx:1.27.2", "nginx:0.0.0-never-published"));
    Path copy = folder.resolve("mended");
    Files.writeString(copy.resolve("compose.yml"), Site.COMPOSE.replace("INDEX_", "PAGE_"));
    Files.writeString(copy.resolve("abra.sh"), "export PAGE_VERSION=v1\n");
    Files.writeString(copy.resolve("new.txt"), "not known to git yet\n");
    String before = status(copy);
    Path manifest = folder.resolve("mended.recipe.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: Recipe
        metadata: {name: mended}
        spec:
          source: https://git.example.org/nowhere.git
          checks:
            - name: says hello
              http: {path: /, contains: Hello}
        """);

    Programs.Finished tested = test(copy, "--stages", "functional", "-f", manifest.toString());

    assertThat(tested.code()).as(tested.output()).isZero();
    assertThat(tested.output()).contains("Check says hello", "passed");
    assertThat(status(copy)).isEqualTo(before);
    assertThat(Programs.git(copy, "log", "--oneline", "--all").output().lines()).hasSize(1);
  }

  @Test
  void aFolderThatIsNoRepositoryIsTestedTooAndItsFailureIsTheExitCode() throws IOException {
    Path plain = folder.resolve("plain");
    Files.createDirectories(plain);
    for (var file : Site.with("data:/data", "/:/data").entrySet()) {
      Files.writeString(plain.resolve(file.getKey()), file.getValue());
    }

    Programs.Finished tested = test(plain, "--stages", "install");

    assertThat(tested.code()).as(tested.output()).isEqualTo(1);
    assertThat(tested.output()).contains("No Recipe \"plain\" is enrolled", "bind-mount:/");
  }

  @Test
  void ctrlCCancelsTheRunAndWaitsUntilItIsTornDown() throws Exception {
    RecipeRepository site = RecipeRepository.in(folder.resolve("stopped"));
    site.commit(Site.with("    healthcheck:\n", "    command: [sleep, '600']\n    healthcheck:\n"));
    Path output = folder.resolve("stopped.log");
    // As from a terminal: what a shell starts in the background is deaf to ^C, and its children,
    // too.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(command(folder.resolve("stopped"), "--stages", "install"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment());
    Process ccctl = builder.start();
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .failFast("ccctl ended", () -> !ccctl.isAlive())
        .until(() -> !Engine.ofController(server.controllerId()).isEmpty());

    Programs.run(folder, Map.of(), "kill", "-INT", String.valueOf(ccctl.pid())).orFail();

    assertThat(ccctl.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(ccctl.exitValue()).as(Files.readString(output)).isEqualTo(130);
    assertThat(Files.readString(output)).contains("Cancelled").doesNotContain("error:");
  }

  private static Programs.Finished test(Path copy, String... options) {
    return Programs.run(folder, environment(), command(copy, options).toArray(String[]::new));
  }

  private static List<String> command(Path copy, String... options) {
    List<String> command =
        new ArrayList<>(List.of(Product.program("ccctl"), "recipe", "test", copy.toString()));
    command.addAll(List.of(options));
    return command;
  }

  private static Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG",
        server.data().resolve("kubeconfig").toString(),
        "XDG_CACHE_HOME",
        folder.resolve("cache").toString());
  }

  private static String status(Path copy) {
    return Programs.git(copy, "status", "--porcelain").orFail().output();
  }
}
