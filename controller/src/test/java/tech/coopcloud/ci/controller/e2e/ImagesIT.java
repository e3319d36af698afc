package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.TestRun;

/** What runs leave on the disk: what the next run needs, and logs. */
@Tag("whole-engine")
class ImagesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Registry registry;
  private CcCi server;
  private RecipeRepository site;

  @BeforeEach
  void start() throws IOException {
    registry = Registry.start(folder.resolve("registry"));
    server =
        new CcCi(
                folder.resolve("server"),
                "--capacity",
                "1",
                "--images-unused-for",
                "1s",
                "--images-min-free",
                "0")
            .start();
    site = RecipeRepository.in(folder.resolve("site"));
  }

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }

  @Test
  void theImagesOfTheNextRunStayAndAllOthersThatWerePulledGo() throws Exception {
    String first = registry.push("site:1");
    String second = registry.push("site:2");
    String third = registry.push("site:3");
    String loaded = registry.build(registry.image("site:loaded"));
    site.commit(withImage("site:1", "1.0.0+1.0.0"));
    site.tag("1.0.0+1.0.0");
    site.commit(withImage("site:2", "1.1.0+2.0.0"));
    site.tag("1.1.0+2.0.0");
    enroll();

    run("first", "ref: 1.0.0+1.0.0\nstages: [install]");
    assertThat(registry.inEngine()).containsExactlyInAnyOrder(first, loaded);

    run("second", "ref: 1.1.0+2.0.0\nstages: [install]");
    awaitInEngine(second, loaded);
    // The engine shows it no more before it has answered that it is gone.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> server.output().contains("Removed the image " + registry.image("site:1")));
    assertThat(server.get("/metrics", "text/plain"))
        .contains("cc_ci_images_pruned_total{why=\"unused\"} 1.0", "cc_ci_images 1.0");

    server.kill();
    server.start();
    site.commit(withImage("site:3", "1.2.0+3.0.0"));
    run("upgrade", "stages: [install, upgrade]");
    awaitInEngine(second, third, loaded);

    run(
        "loaded",
        "ref: " + site.commit(withImage("site:loaded", "1.3.0+4.0.0")) + "\nstages: [install]");
    awaitInEngine(second, third, loaded); // an upgrade needs these still
    server.client().resources(TestRun.class).inNamespace("default").delete();
    server
        .client()
        .resources(tech.coopcloud.ci.model.Recipe.class)
        .inNamespace("default")
        .withName("site")
        .delete();
    awaitInEngine(loaded);
  }

  @Test
  void tenRunsLeaveNoMoreOnTheDiskThanOne() throws Exception {
    List<String> refs = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      registry.push("site:" + i);
      refs.add(site.commit(withImage("site:" + i, "1.0." + i + "+1.0.0")));
    }
    enroll();
    run("run-0", "ref: " + refs.getFirst() + "\nstages: [install]");
    List<String> before = files();
    for (int i = 1; i <= 10; i++) {
      run("run-" + i, "ref: " + refs.get(i) + "\nstages: [install]");
    }

    Awaitility.await().atMost(PATIENCE).until(() -> registry.inEngine().size() == 1);
    assertThat(Engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}").lines())
        .contains(registry.image("site:10"))
        .noneMatch(image -> image.equals(registry.image("site:9")));
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(files()).isEqualTo(before));
  }

  /** What the data folder holds apart from the state, whose history grows, and the runs' own. */
  private List<String> files() {
    String[] find = {"find", ".", "-ignore_readdir_race", "-type", "f"}; // the server is at work
    return Programs.run(server.data(), Map.of(), find)
        .orFail()
        .output()
        .lines()
        .filter(file -> !file.matches("\\./(state\\.git|runs)/.*"))
        .filter(file -> !file.matches("\\./sources/[0-9a-f]+\\.git/.*"))
        .filter(file -> !file.equals("./images.json.new"))
        .sorted()
        .toList();
  }

  private Map<String, String> withImage(String image, String version) {
    Map<String, String> files = Site.with("image: nginx:1.27.2", "image: " + registry.image(image));
    files.computeIfPresent(
        "compose.yml", (name, text) -> text.replace("version=1.0.0+1.27.2", "version=" + version));
    return files;
  }

  private void enroll() {
    server.enroll(
        "site",
        site.address(),
        """
        health: {browser: false}
        deploy:
          allow: [{what: "registry:%s", reason: It is a test's own.}]
        """
            .formatted(registry.address()));
  }

  private void run(String name, String spec) {
    server.request(name, "site", spec);
    TestRun run = server.done(name, PATIENCE);
    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus())
        .as(server.runLog(name))
        .isEqualTo("True");
  }

  private void awaitInEngine(String... ids) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(registry.inEngine()).containsExactlyInAnyOrder(ids));
  }
}
