package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.TestRun;

/** Two servers on one state repository, on a real Gitea and a real swarm: one leads. */
class TwoServersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The exit code of a server that must not act any more. */
  private static final int LOST = 75;

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static String[] options;
  private static CcCi one;
  private static CcCi other;
  private static ServicesCreated created;

  @BeforeAll
  static void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    Path tokenFile = PrivateFile.of(folder.resolve("token"), gitea.user("bot"));
    URI state = gitea.repository("bot", "state", false);
    options =
        new String[] {
          "--state",
          state.toString(),
          "--state-token-file",
          tokenFile.toString(),
          "--source-local-paths"
        };
    one = new CcCi(folder.resolve("one"), options).start();
    other = new CcCi(folder.resolve("other"), options);
    Files.createDirectories(other.data());
    for (String common : new String[] {"controller-id", "secrets.key"}) {
      Files.copy(one.data().resolve(common), other.data().resolve(common));
    }
    created = new ServicesCreated(folder.resolve("services"));
  }

  @AfterAll
  static void stop() {
    created.close();
    one.close();
    other.close();
    gitea.close();
  }

  private static void signal(CcCi server, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(server.process().pid()))
        .start()
        .waitFor();
  }

  /** Starts a standby, which both say that it is. */
  private static void standBy(CcCi server, CcCi leader) {
    server.begin();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                server.output().contains("waits: standby of")
                    && leader.output().contains("A standby is there"));
  }

  @Test
  void aRunGoesOnWhenItsServerIsKilledAndOneThatWasAsleepActsNoMore() throws Exception {
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    one.enroll("site", site.address(), "");
    standBy(other, one);

    one.request("run", "site", "stages: [install]");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !Engine.ofController(one.controllerId()).isEmpty()
                    && gitea
                        .api("GET", "/repos/bot/state/git/trees/status?recursive=true", null)
                        .findValuesAsText("path")
                        .toString()
                        .contains("/run"));
    one.kill();

    TestRun run = other.ready().done("run", PATIENCE);
    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus())
        .as(other.runLog("run"))
        .isEqualTo("True");
    String stack = run.getStatus().stackName();
    assertThat(created.ofStack(stack)).containsExactly(stack + "_app");
    assertThat(Engine.ofController(other.controllerId())).isEmpty();

    standBy(one, other);
    signal(other, "STOP");
    try {
      one.ready();
    } finally {
      signal(other, "CONT");
    }
    assertThat(other.exit()).isEqualTo(LOST);
    assertThat(other.output()).contains("this one stops at once");
    assertThat(one.get("run").getMetadata().getUid()).isEqualTo(run.getMetadata().getUid());
  }

  @Test
  void aServerWithOtherKeysIsNoStandby() {
    try (CcCi stranger = new CcCi(folder.resolve("stranger"), options)) {
      stranger.begin();
      assertThat(stranger.exit()).isEqualTo(1);
      assertThat(stranger.output())
          .contains("controller-id or secrets.key: copy both files")
          .doesNotContain("Exception");
    }
  }
}
