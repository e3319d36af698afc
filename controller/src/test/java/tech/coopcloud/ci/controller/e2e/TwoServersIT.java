package tech.coopcloud.ci.controller.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.CommitStatus;
import tech.coopcloud.ci.forge.Reaction;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.store.lease.Candidate;
import tech.coopcloud.ci.store.lease.Contender;
import tech.coopcloud.ci.store.lease.Election;
import tech.coopcloud.ci.store.lease.HeldLease;
import tech.coopcloud.ci.store.lease.LeaseTimes;

/** Two servers on one state repository, on a real Gitea and a real swarm: one leads. */
class TwoServersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The exit code of a server that must not act any more. */
  private static final int LOST = 75;

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static String token;
  private static Path tokenFile;
  private static String[] options;
  private static CcCi one;
  private static CcCi other;
  private static ServicesCreated created;

  @BeforeAll
  static void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    token = gitea.user("bot");
    tokenFile = PrivateFile.of(folder.resolve("token"), token);
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

  /**
   * Starts a standby, which both say that it is. From then on a leader that a slow machine keeps
   * from renewing its lease is gone, so whatever it is needed for is done before.
   */
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
    site.commit(Held.files());
    one.enroll("site", site.address(), "");

    begin("run", one);
    standBy(other, one);
    one.kill();
    Held.release("run");
    TestRun run = other.ready().done("run", PATIENCE);
    passedOnce(run, other);
    await().atMost(PATIENCE).until(() -> !Files.exists(other.data().resolve("rehearsal")));

    begin("second", other);
    standBy(one, other);
    signal(other, "STOP");
    try {
      Held.release("second");
      one.ready().done("second", PATIENCE);
    } finally {
      signal(other, "CONT");
    }
    assertThat(other.exit()).isEqualTo(LOST);
    assertThat(other.output()).contains("this one stops at once");
    passedOnce(one.get("second"), one);
    assertThat(one.get("run").getMetadata().getUid()).isEqualTo(run.getMetadata().getUid());
  }

  /** Asks for a run and waits until its stack is being created, which the Gitea knows too. */
  private static void begin(String name, CcCi leader) {
    leader.request(name, "site", "stages: [install]");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !Engine.ofController(leader.controllerId()).isEmpty()
                    && gitea
                        .api("GET", "/repos/bot/state/git/trees/status?recursive=true", null)
                        .findValuesAsText("path")
                        .toString()
                        .contains("/" + name));
  }

  private static void passedOnce(TestRun run, CcCi leader) {
    assertThat(run.getStatus().condition(ConditionType.SUCCEEDED).getStatus())
        .as(leader.runLog(run.getMetadata().getName()))
        .isEqualTo("True");
    String stack = run.getStatus().stackName();
    assertThat(created.ofStack(stack)).containsExactly(stack + "_app");
    assertThat(Engine.ofController(leader.controllerId())).isEmpty();
  }

  @Test
  void aServerThatLostTheLeaseMayLookAtTheForgeAndChangeNothingThere() throws Exception {
    StateRemote lost =
        new StateRemote(gitea.repository("bot", "lost", true), tokenFile, Duration.ofHours(1));
    AtomicLong slept = new AtomicLong();
    List<String> told = new CopyOnWriteArrayList<>();
    try (Contender one = Contender.enter(election(lost, "one", slept));
        HeldLease lease = requireNonNull(one.attempt(told::add));
        Contender other = Contender.enter(election(lost, "other", new AtomicLong()));
        var forge = new tech.coopcloud.ci.forge.Gitea(gitea.url(), () -> token, lease::require)) {
      RepositoryName repository = new RepositoryName("bot", "lost");
      String commit =
          gitea.api("GET", "/repos/bot/lost/branches/main", null).at("/commit/id").asText();
      gitea.api("POST", "/repos/bot/lost/issues", "{\"title\":\"an issue\"}");
      long comment = forge.comment(repository, 1, "running").id();

      assertThat(other.attempt(told::add)).isNull();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                slept.addAndGet(LeaseTimes.DEFAULT.deadline().toNanos());
                return !lease.isHeld();
              });
      CommitStatus status = new CommitStatus("success", "cc-ci", "passed", "");
      Stream.<ThrowingCallable>of(
              () -> forge.comment(repository, 1, "passed"),
              () -> forge.edit(repository, comment, "passed"),
              () -> forge.react(repository, comment, Reaction.values()[0]),
              () -> forge.status(repository, commit, status),
              () -> forge.describe(repository, "level 5"))
          .forEach(
              change -> assertThatThrownBy(change).hasMessageContaining("does not lead any more"));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSize(1));
      assertThat(forge.commentsOn(repository, 1, Instant.EPOCH))
          .singleElement()
          .returns("running", Comment::body);
      assertThat(forge.description(repository)).isEmpty();
      assertThat(gitea.api("GET", "/repos/bot/lost/statuses/" + commit, null)).isEmpty();
    }
  }

  /** In which renewals and looks are as quick as a test wants them. */
  private static Election election(StateRemote state, String name, AtomicLong slept) {
    LeaseTimes usual = LeaseTimes.DEFAULT;
    Duration soon = Duration.ofMillis(100);
    return new Election(
        new RemoteRegister(state),
        folder.resolve(name + "-term"),
        new Candidate(name, "installation", false),
        new LeaseTimes(
            usual.duration(),
            usual.deadline(),
            soon,
            soon,
            soon,
            usual.announce(),
            usual.gone(),
            usual.patience()),
        Clock.systemUTC(),
        () -> System.nanoTime() + slept.get());
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
