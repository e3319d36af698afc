package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.StorageException;

/** A store and its state repository on a real Gitea, and what goes wrong between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteIT {
  @TempDir private static Path folder;

  private Gitea gitea = null;
  private String token = null;
  private GiteaState state = null;

  @BeforeAll
  void start() {
    gitea = Gitea.start(folder.resolve("gitea"));
    token = gitea.user(GiteaState.OWNER);
  }

  @AfterAll
  void stop() {
    gitea.close();
  }

  @BeforeEach
  void repository(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    state = new GiteaState(gitea, folder, name.substring(0, Math.min(40, name.length())), token);
  }

  private static void phase(StoreFixture fixture, String name, String phase) throws Exception {
    fixture.change(name, object -> object.withObjectProperty("status").put("phase", phase));
  }

  @Test
  void whatIsCommittedThereBecomesAnObjectAndWhatTheApiWritesArrivesThere() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      state.commit("by-hand.yaml", StoreFixture.manifest("by-hand", "red"));
      await().until(() -> fixture.colour("by-hand").equals("red"));

      fixture.create("by-api", "blue");
      phase(fixture, "by-hand", "Running");
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      assertThat(clone.git("ls-files")).contains("by-hand.yaml", "/by-api.yaml");
      assertThat(clone.git("ls-tree", "-r", "--name-only", "origin/status").lines()).hasSize(2);
      assertThat(fixture.store.problems()).isEmpty();
    }
  }

  @Test
  void aMergedPullRequestIsTakenInWhenSomebodyTellsOfIt() throws Exception {
    StateRemote patient = new StateRemote(state.remote.uri(), state.tokenFile, Duration.ofHours(1));
    try (StoreFixture fixture = new StoreFixture(folder.resolve("patient"), patient)) {
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      clone.file("pr.yaml", StoreFixture.manifest("from-pr", "green"));
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", "Propose");
      clone.git("push", "-q", "origin", "HEAD:proposal");
      state.api(
          "POST", "/pulls", "{\"title\":\"Propose\",\"head\":\"proposal\",\"base\":\"main\"}");
      // Gitea may still be looking whether it can be merged.
      await()
          .ignoreException(Gitea.Refused.class)
          .untilAsserted(() -> state.api("POST", "/pulls/1/merge", "{\"Do\":\"merge\"}"));
      assertThat(fixture.colour("from-pr")).isEqualTo("(none)");

      fixture.store.lookAtRemote();
      await().until(() -> fixture.colour("from-pr").equals("green"));
    }
  }

  @Test
  void ofEveryCommitThatPeopleBringIsToldWhatBecameOfIt() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      clone.file("good.yaml", StoreFixture.manifest("good", "red")).push("Add one");
      String good = clone.git("rev-parse", "HEAD").strip();
      await().until(() -> fixture.arrived.containsKey(good));
      fixture.create("by-api", "red");
      state.awaitEqual(fixture);

      fixture.whileAway(
          () -> {
            clone.pull();
            clone.file("bad.yaml", StoreFixture.manifest("bad", "RED")).push("Add a bad one");
          });
      String bad = clone.git("rev-parse", "HEAD").strip();
      clone.file("notes.txt", "not ours").push("Add a note");
      String note = clone.git("rev-parse", "HEAD").strip();
      await().until(() -> state.tip("main").equals(note) && fixture.arrived.containsKey(bad));
      state.awaitEqual(fixture);

      assertThat(fixture.arrived).containsOnlyKeys(good, bad);
      assertThat(fixture.arrived.get(good)).isEmpty();
      assertThat(fixture.arrived.get(bad))
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains("bad.yaml:1", "spec.colour");
    }
  }

  @Test
  void manyChangesGoInFewPushes() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      for (int i = 0; i < 200; i++) {
        fixture.create("w" + i, "red");
      }
      state.awaitEqual(fixture);
    }
    long pushes = 0;
    for (int page = 1; page <= 2; page++) { // of at most 50 each
      String pushed = "/repos/bot/%s/activities/feeds?limit=50&page=%d";
      for (var _ : gitea.api("GET", pushed.formatted(state.name, page), null)) {
        pushes++;
      }
    }
    assertThat(pushes).isPositive().isLessThan(100);
  }

  @Test
  void aGiteaThatIsKilledStopsNothingAndIsCaughtUpWithLater() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      fixture.create("before", "red");
      state.awaitEqual(fixture);
      gitea.kill();
      try {
        for (int i = 0; i < 20; i++) {
          fixture.create("meanwhile" + i, "red");
        }
        phase(fixture, "before", "Done");
        assertThat(GiteaState.awaitProblem(fixture, "RemoteAway"))
            .contains(state.remote.uri().toString(), "cannot be reached", "Runs go on");
        fixture.whileAway(() -> {});
        assertThat(fixture.names()).as("a server that starts while it is away").hasSize(21);
      } finally {
        gitea.resume();
      }
      state.commit("after.yaml", StoreFixture.manifest("after", "red"));
      state.awaitEqual(fixture);
      assertThat(fixture.names()).hasSize(22);
      await().until(() -> fixture.store.problems().isEmpty());
      assertThat(fixture.fsck()).isEmpty();
    }
  }

  @Test
  void aRevokedTokenIsToldOfAndItsSuccessorIsReadFromTheFile() throws Exception {
    gitea.user("writer");
    state.api("PUT", "/collaborators/writer", "{\"permission\":\"write\"}");
    state.token(gitea.token("writer", "write:repository"));
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      gitea.revokeTokens("writer");
      fixture.create("a", "red");
      assertThat(GiteaState.awaitProblem(fixture, "RemoteTokenRefused"))
          .contains("does not accept the token");

      state.token(gitea.token("writer", "read:repository"));
      assertThat(GiteaState.awaitProblem(fixture, "RemoteForbidden"))
          .contains("may not be written to");

      state.token(gitea.token("writer", "write:repository"));
      state.awaitEqual(fixture);
      await().until(() -> fixture.store.problems().isEmpty());
    }
  }

  @Test
  void aGiteaThatFailsOrLosesItsAnswersIsCaughtUpWith() throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(gitea.url())) {
      StateRemote behind =
          new StateRemote(proxy.of(state.remote.uri()), state.tokenFile, Duration.ofMillis(300));
      try (StoreFixture fixture = new StoreFixture(folder.resolve("behind"), behind)) {
        state.awaitEqual(fixture);
        proxy.mode = FaultyProxy.Mode.FAILS;
        fixture.create("a", "red");
        assertThat(GiteaState.awaitProblem(fixture, "RemoteFails")).contains("500");

        proxy.mode = FaultyProxy.Mode.LOSES_ANSWERS;
        state.awaitEqual(fixture);
        fixture.create("b", "red");
        state.awaitEqual(fixture);

        proxy.mode = FaultyProxy.Mode.HONEST;
        fixture.create("c", "red");
        state.awaitEqual(fixture);
        await().until(() -> fixture.store.problems().isEmpty());
        assertThat(fixture.names()).containsExactly("a", "b", "c");
      }
    }
  }

  @Test
  void aFullDiskThereIsToldOfAndCaughtUpWithWhenThereIsRoom() throws Exception {
    // It does not look while its files are elsewhere.
    StateRemote patient = new StateRemote(state.remote.uri(), state.tokenFile, Duration.ofHours(1));
    try (StoreFixture fixture = new StoreFixture(folder.resolve("unlooking"), patient)) {
      state.awaitEqual(fixture);
      Path objects =
          folder.resolve("gitea/data/gitea-repositories/bot/" + repositoryFolder() + "/objects");
      Path aside = Files.move(objects, objects.resolveSibling("aside"));
      Files.createDirectory(objects);
      assumeThat(run("mount", "-t", "tmpfs", "-o", "size=256k", "none", objects.toString()))
          .isZero();
      try {
        run("cp", "-a", aside + "/.", objects.toString());
        run("dd", "if=/dev/zero", "of=" + objects.resolve("filler"), "bs=4k");
        fixture.create("a", "red");
        assertThat(GiteaState.awaitProblem(fixture, "RemoteFails")).contains("disk has room");
        fixture.create("b", "red");

        Files.delete(objects.resolve("filler"));
        state.awaitEqual(fixture);
        await().until(() -> fixture.store.problems().isEmpty());
      } finally {
        run("umount", "--lazy", objects.toString()); // a git of the Gitea may still have files open
      }
    }
  }

  @Test
  void whatFindsNoRoomHereIsToldOfAndTakenInWhenThereIsSome() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString())).isZero();
    try (StoreFixture fixture = new StoreFixture(disk, state.remote)) {
      state.awaitEqual(fixture);
      byte[] large = new byte[3 << 20];
      new java.util.Random(1).nextBytes(large);
      GitCli clone = state.clone("clone");
      clone.file("a.yaml", StoreFixture.manifest("a", "red"));
      clone.file("large.bin", new String(large, StandardCharsets.ISO_8859_1)).push("Add much");

      assertThat(GiteaState.awaitProblem(fixture, "RemoteFails")).contains("finds no room here");
      // Where the next try fills the disk just now, there is no room for this either.
      await()
          .ignoreException(StorageException.class)
          .untilAsserted(() -> fixture.create("b", "red"));

      assertThat(run("mount", "-o", "remount,size=32m", disk.toString())).isZero();
      await().until(() -> fixture.colour("a").equals("red"));
      state.awaitEqual(fixture);
    } finally {
      run("umount", "--lazy", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void aTokenFileThatOthersMayReadIsRefused() throws Exception {
    Files.setPosixFilePermissions(
        state.tokenFile, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> state.open("a"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("mode rw-r--r--")
        .hasMessageContaining("chmod 600")
        .hasMessageContaining("no copy here to start from");
  }

  @Test
  void aMainThatIsRewrittenByForceIsMergedWithWhatItLeftOut() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      fixture.create("a", "red");
      state.awaitEqual(fixture);
      String left = state.tip("main");
      clone.file("b.yaml", StoreFixture.manifest("b", "blue"));
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", "Another history");
      clone.git("push", "-q", "-f", "origin", "HEAD:main");

      assertThat(GiteaState.awaitProblem(fixture, "MainRewritten")).contains("merged back");
      await().until(() -> fixture.colour("b").equals("blue"));
      state.awaitEqual(fixture);
      assertThat(fixture.names()).containsExactly("a", "b");
      assertThat(GitCli.in(fixture.repository).git("for-each-ref", "refs/cc-ci/rewritten"))
          .contains(left);

      state.commit("c.yaml", StoreFixture.manifest("c", "red"));
      await().until(() -> fixture.store.problems().isEmpty());
    }
  }

  @Test
  void anotherWriterOnStatusIsPutBack() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      fixture.create("a", "red");
      phase(fixture, "a", "Running");
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      clone.git("checkout", "-q", "status");
      clone.file("oops.json", "{}");
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", "Oops");
      clone.git("push", "-q", "origin", "status");

      assertThat(GiteaState.awaitProblem(fixture, "StatusMoved")).contains("put back");
      state.awaitEqual(fixture);
      assertThat(fixture.get("a").at("/status/phase").asText()).isEqualTo("Running");

      clone.git("push", "-q", "origin", ":status");
      phase(fixture, "a", "Done");
      state.awaitEqual(fixture);
    }
  }

  @Test
  void twoServersOnOneStateDoNotDestroyEachOthersStatus() throws Exception {
    try (StoreFixture one = state.open("one")) {
      one.create("a", "red");
      state.awaitEqual(one);
      try (StoreFixture other = state.open("other")) {
        phase(one, "a", "One");
        state.awaitEqual(one);
        phase(other, "a", "Other");
        assertThat(GiteaState.awaitProblem(other, "AnotherServer")).contains("Stop the other one");
        assertThat(state.tip("status")).isEqualTo(GiteaState.ours(one, "status"));
      }
    }
  }

  /** A server that leads, by what the remote says. */
  private record Leads(boolean isSuccessor) implements Lead {
    @Override
    public boolean confirm() {
      return true;
    }

    @Override
    public void require() {}
  }

  @Test
  void aServerThatFollowsAnotherStartsFromTheRemotesStatusAndKeepsItsOwn() throws Exception {
    Path first = folder.resolve(state.name + "-first");
    String superseded;
    try (StoreFixture one = new StoreFixture(first, state.remote, new Leads(false))) {
      one.create("a", "red");
      state.awaitEqual(one);
      gitea.kill();
      one.create("acknowledged", "red");
      phase(one, "a", "One");
      one.store.close();
      superseded = GiteaState.ours(one, "status");
    } finally {
      gitea.resume();
    }
    try (StoreFixture other = state.open("other")) {
      phase(other, "a", "Other");
      state.awaitEqual(other);
    }
    try (StoreFixture back = new StoreFixture(first, state.remote, new Leads(true))) {
      assertThat(back.get("a").at("/status/phase").asText()).isEqualTo("Other");
      assertThat(back.colour("acknowledged")).as("what a person asked for stands").isEqualTo("red");
      phase(back, "a", "Back");
      state.awaitEqual(back);
      assertThat(back.store.problems()).isEmpty();
      assertThat(GitCli.in(back.repository).git("for-each-ref", RemoteStart.SUPERSEDED))
          .contains(superseded);
      assertThat(back.fsck()).isEmpty();
    }
  }

  @Test
  void whatAServerThatLedBeforePushesLateIsKeptAsideAndPutBack() throws Exception {
    try (StoreFixture one =
        new StoreFixture(folder.resolve(state.name), state.remote, new Leads(false))) {
      one.create("a", "red");
      state.awaitEqual(one);
      try (StoreFixture late = state.open("late")) {
        phase(one, "a", "One");
        phase(late, "a", "Late");
        state.awaitEqual(one);
      }
      assertThat(one.get("a").at("/status/phase").asText()).isEqualTo("One");
    }
  }

  @Test
  void aRepositoryThatMovedOrWentIsToldOf() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      state.awaitEqual(fixture);
      state.api("PATCH", "", "{\"name\":\"elsewhere\"}");
      assertThat(GiteaState.awaitProblem(fixture, "RemoteMoved")).contains("new address");
      fixture.create("a", "red");
      gitea.api("DELETE", "/repos/bot/elsewhere", null);
      assertThat(GiteaState.awaitProblem(fixture, "RemoteNotFound")).contains("--state");

      // Whole when it appears at the address: Gitea itself pushes its first commit.
      gitea.repository(GiteaState.OWNER, "again", true);
      gitea.api("PATCH", "/repos/bot/again", "{\"name\":\"" + state.name + "\"}");
      state.awaitEqual(fixture);
      assertThat(fixture.files("main")).contains("README.md").hasSize(2);
    }
  }

  @Test
  void aBranchThatMayNotBePushedToKeepsMainBackAndLetsStatusThrough() throws Exception {
    gitea.user("reviewed");
    state.api("PUT", "/collaborators/reviewed", "{\"permission\":\"write\"}");
    try (StoreFixture first = state.open("a")) {
      state.awaitEqual(first);
    }
    state.api("POST", "/branch_protections", "{\"rule_name\":\"main\",\"enable_push\":false}");
    state.token(gitea.token("reviewed", "write:repository"));
    try (StoreFixture fixture = state.open("a")) {
      fixture.create("a", "red");
      assertThat(GiteaState.awaitProblem(fixture, "RemoteRefused")).contains("push to main");
      // A look right between the two moves of the write finds main alone to be pushed.
      await()
          .untilAsserted(
              () -> assertThat(state.tip("status")).isEqualTo(GiteaState.ours(fixture, "status")));
      assertThat(state.tip("main")).isNotEqualTo(GiteaState.ours(fixture, "main"));

      state.api("DELETE", "/branch_protections/main", null);
      state.awaitEqual(fixture);
    }
  }

  @Test
  void aNewServerGoesOnWhereTheOldOneStopped() throws Exception {
    long version;
    String uid;
    try (StoreFixture old = state.open("old")) {
      old.create("a", "red");
      phase(old, "a", "Running");
      uid = old.get("a").at("/metadata/uid").asText();
      version = old.store.resourceVersion();
    }
    try (StoreFixture fresh = state.open("fresh")) {
      assertThat(fresh.get("a").at("/metadata/uid").asText()).isEqualTo(uid);
      assertThat(fresh.get("a").at("/status/phase").asText()).isEqualTo("Running");
      assertThat(fresh.store.resourceVersion()).isGreaterThan(version);
      phase(fresh, "a", "Done");
      state.awaitEqual(fresh);
    }
    Path backup = Files.createDirectory(folder.resolve("backup"));
    GitCli.in(folder)
        .git(
            "clone",
            "-q",
            "--mirror",
            folder.resolve("gitea/data/gitea-repositories/bot/" + repositoryFolder()).toString(),
            backup.resolve("state.git").toString());
    try (StoreFixture restored = new StoreFixture(backup, state.remote)) {
      assertThat(restored.get("a").at("/status/phase").asText()).isEqualTo("Done");
      restored.create("b", "blue");
      state.awaitEqual(restored);
      assertThat(restored.fsck()).isEmpty();
    }
  }

  private String repositoryFolder() {
    return state.name.toLowerCase(java.util.Locale.ROOT) + ".git";
  }

  @Test
  void theTokenStandsInNoFileOfTheRepository() throws Exception {
    try (StoreFixture fixture = state.open("a")) {
      fixture.create("a", "red");
      state.awaitEqual(fixture);
      assertThat(fixture.store.problems()).extracting(Problem::message).isEmpty();
    }
    // Closed, so that no file goes while they are looked through.
    try (Stream<Path> files = Files.walk(folder.resolve(state.name + "-a"))) {
      assertThat(files.filter(Files::isRegularFile).filter(this::holdsTheToken)).isEmpty();
    }
  }

  private boolean holdsTheToken(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
