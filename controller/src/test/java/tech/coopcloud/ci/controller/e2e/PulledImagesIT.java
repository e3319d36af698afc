package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.image.ImagePolicy;
import tech.coopcloud.ci.image.PulledImages;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;

/** Which images go, judged by the docker command. */
class PulledImagesIT {
  private static final ImagePolicy A_WEEK = new ImagePolicy(Duration.ofDays(7), 0);
  private static final ImagePolicy ALWAYS_TOO_FULL = new ImagePolicy(Duration.ofDays(7), 100);

  @TempDir private Path folder;
  private final Swarm swarm = new DockerSwarm();
  private Registry registry;

  @BeforeEach
  void start() throws IOException {
    registry = Registry.start(folder.resolve("registry"));
  }

  @AfterEach
  void stop() {
    swarm.close();
    registry.close();
  }

  @Test
  void anImageThatWasNotUsedForLongGoes() throws IOException {
    registry.push("app:1");
    pull("app:1");

    prune(A_WEEK, Duration.ofDays(6));
    assertThat(registry.inEngine()).hasSize(1);
    prune(A_WEEK, Duration.ofDays(8));
    assertThat(registry.inEngine()).isEmpty();
  }

  @Test
  void onAFullDiskItGoesSoonerButNotAtOnceAndNotWhileItIsNeeded() throws IOException {
    registry.push("app:1");
    pull("app:1");

    images(ALWAYS_TOO_FULL, Duration.ofHours(2)).prune(Set.of("run"), Set.of());
    images(ALWAYS_TOO_FULL, Duration.ofHours(2)).prune(Set.of(), Set.of("default/app"));
    assertThat(registry.inEngine()).hasSize(1);
    prune(ALWAYS_TOO_FULL, Duration.ofMinutes(50));
    assertThat(registry.inEngine()).hasSize(1);
    prune(ALWAYS_TOO_FULL, Duration.ofHours(2));
    assertThat(registry.inEngine()).isEmpty();
  }

  @Test
  void whatAnOperatorLoadedOrPulledStays() throws IOException {
    String loaded = registry.build(registry.image("app:loaded"));
    String fetched = registry.push("app:fetched");
    Engine.docker("pull", "--quiet", registry.image("app:fetched"));
    pull("app:loaded", "app:fetched");

    prune(A_WEEK, Duration.ofDays(8));

    assertThat(registry.inEngine()).containsExactlyInAnyOrder(loaded, fetched);
    assertThat(folder.resolve("images.json")).doesNotExist();
  }

  @Test
  void anImageStaysUnderTheNameThatAnOperatorGaveIt() throws IOException {
    String id = registry.push("app:1");
    pull("app:1");
    Engine.docker("tag", registry.image("app:1"), registry.image("mine:1"));

    prune(A_WEEK, Duration.ofDays(8));

    assertThat(registry.inEngine()).containsExactly(id);
    assertThat(Engine.docker("image", "inspect", "--format", "{{.RepoTags}}", id).strip())
        .isEqualTo("[" + registry.image("mine:1") + "]");
  }

  @Test
  void whatAContainerOrAServiceUsesStaysUntilItIsGone() throws IOException {
    String id = registry.push("app:1");
    pull("app:1");
    String container = Engine.docker("create", registry.image("app:1")).strip();
    try {
      prune(A_WEEK, Duration.ofDays(8));
      assertThat(registry.inEngine()).containsExactly(id);
    } finally {
      Engine.docker("rm", container);
    }
    String service =
        Engine.docker(
                "service",
                "create",
                "--quiet",
                "--detach",
                "--replicas",
                "0",
                registry.image("app:1"))
            .strip();
    try {
      prune(A_WEEK, Duration.ofDays(8));
      assertThat(registry.inEngine()).containsExactly(id);
    } finally {
      Engine.docker("service", "rm", service);
    }

    prune(A_WEEK, Duration.ofDays(8));
    assertThat(registry.inEngine()).isEmpty();
  }

  @Test
  void anImageWhoseNameHasGoneToAnotherGoesAndTheOtherStays() throws IOException {
    registry.push("app:1");
    pull("app:1");
    String newer = registry.build(registry.image("app:1"));

    prune(A_WEEK, Duration.ofDays(8));

    assertThat(registry.inEngine()).containsExactly(newer);
  }

  @Test
  void aLedgerThatIsLostOrBrokenRemovesNothing() throws IOException {
    String id = registry.push("app:1");
    pull("app:1");
    Files.writeString(folder.resolve("images.json"), "{\"pulled\":");

    prune(A_WEEK, Duration.ofDays(8));
    assertThat(registry.inEngine()).containsExactly(id);
    pull("app:1");
    prune(A_WEEK, Duration.ofDays(8));
    assertThat(registry.inEngine()).containsExactly(id);
  }

  private void pull(String... names) {
    List<String> images = List.of(names).stream().map(registry::image).toList();
    assertThat(
            images(A_WEEK, Duration.ZERO)
                .ensure("default/app", "install", "run", images, Duration.ofMinutes(5)))
        .isNull();
  }

  /** Long after the only run has ended, and its Recipe is no more. */
  private void prune(ImagePolicy policy, Duration later) {
    images(policy, later).prune(Set.of(), Set.of());
  }

  /** As a process that has just been started knows them. */
  private PulledImages images(ImagePolicy policy, Duration later) {
    return new PulledImages(
        swarm, folder.resolve("images.json"), policy, Clock.offset(Clock.systemUTC(), later));
  }
}
