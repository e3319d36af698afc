package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;

/** What people push becomes objects, and what the API writes comes back to them. */
class PushTest {
  @TempDir Path folder;
  private StoreFixture fixture;
  private GitCli clone;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    clone = GitCli.clone(fixture.repository, folder.resolve("clone"));
  }

  @AfterEach
  void close() {
    assertThat(fixture.fsck()).isEmpty();
    fixture.close();
  }

  @Test
  void aNewRepositoryIsClonedWithoutAWarningAndHasAnEmptyMain() {
    assertThat(clone.git("log", "--format=%an %s", "main")).isEqualTo("cc-ci Start\n");
  }

  @Test
  void aPushedManifestBecomesAnObjectWithAllThatTheServerSets() {
    clone.file("here/and/there.yaml", StoreFixture.manifest("a", "red")).push("Add a");

    await().until(() -> fixture.find("a") != null);
    assertThat(fixture.get("a").at("/metadata/uid").asText()).isNotEmpty();
    assertThat(fixture.get("a").at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(fixture.get("a").at("/spec/size").asInt()).isEqualTo(3);
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void aChangedManifestChangesTheSpecAndKeepsTheStatus() throws Exception {
    clone.file("a.yaml", StoreFixture.manifest("a", "red")).push("Add a");
    await().until(() -> fixture.find("a") != null);
    fixture.change("a", object -> object.withObjectProperty("status").put("phase", "Running"));
    clone.file("a.yaml", StoreFixture.manifest("a", "blue")).push("Paint a");

    await().until(() -> fixture.colour("a").equals("blue"));
    assertThat(fixture.get("a").at("/status/phase").asText()).isEqualTo("Running");
    assertThat(fixture.get("a").at("/metadata/generation").asInt()).isEqualTo(2);
  }

  @Test
  void aStatusNeverTouchesMain() throws Exception {
    fixture.create("a", "red");
    String before = GitCli.in(fixture.repository).git("rev-parse", "main");
    fixture.change("a", object -> object.withObjectProperty("status").put("phase", "Running"));
    assertThat(GitCli.in(fixture.repository).git("rev-parse", "main")).isEqualTo(before);
  }

  @Test
  void whatTheApiCreatesStandsInMainByMonthInTheNameOfWhoAsked() throws Exception {
    fixture.create("a", "red");
    clone.pull();
    assertThat(clone.git("log", "-1", "--format=%an|%cn|%s"))
        .isEqualTo("Grace|cc-ci|Create widget default/a\n");
    assertThat(fixture.files("main"))
        .singleElement()
        .asString()
        .matches("widgets/default/2[0-9]{3}/[01][0-9]/a\\.yaml");
    assertThat(clone.text(fixture.files("main").getFirst()))
        .contains("colour: red")
        .doesNotContain("uid")
        .doesNotContain("status");
  }

  @Test
  void aWriteThroughTheApiKeepsTheCommentsOfAPersonsFile() throws Exception {
    String text =
        """
        # Ours.
        apiVersion: example.org/v1
        kind: Widget
        metadata:
          name: a # the first
          namespace: default
        spec:
          # as agreed
          colour: red # like the door
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: foreign}
        """;
    clone.file("ours.yaml", text).push("Add ours");
    await().until(() -> fixture.find("a") != null);

    fixture.change("a", object -> object.withObjectProperty("spec").put("colour", "blue"));

    assertThat(fixture.show("main:ours.yaml"))
        .isEqualTo(text.replace("colour: red #", "colour: blue #"));
  }

  @Test
  void gitRmDeletesAndWaitsForFinalizers() throws Exception {
    clone.file("a.yaml", StoreFixture.manifest("a", "red")).push("Add a");
    clone.file("b.yaml", StoreFixture.manifest("b", "red")).push("Add b");
    await().until(() -> fixture.names().size() == 2);
    fixture.change(
        "a",
        object ->
            object
                .withObjectProperty("metadata")
                .withArrayProperty("finalizers")
                .add("x.org/hold"));
    clone.git("rm", "-q", "a.yaml", "b.yaml");
    clone.push("Remove both");

    await().until(() -> fixture.find("b") == null);
    assertThat(fixture.get("a").at("/metadata/deletionTimestamp").asText()).isNotEmpty();
    fixture.remove("a");
    assertThat(fixture.names()).isEmpty();
  }

  @Test
  void whatIsPushedAgainWhileTheOldOneTerminatesIsCreatedAfterIt() throws Exception {
    clone.file("a.yaml", StoreFixture.manifest("a", "red")).push("Add a");
    await().until(() -> fixture.find("a") != null);
    fixture.change(
        "a",
        object ->
            object
                .withObjectProperty("metadata")
                .withArrayProperty("finalizers")
                .add("x.org/hold"));
    String uid = fixture.get("a").at("/metadata/uid").asText();
    clone.git("rm", "-q", "a.yaml");
    clone.push("Remove a");
    await().until(() -> fixture.get("a").at("/metadata").has("deletionTimestamp"));
    clone.file("again.yaml", StoreFixture.manifest("a", "blue")).push("Add a again");
    fixture.store.refresh();
    fixture.whileAway(() -> {});
    assertThat(fixture.store.problems()).isEmpty();
    assertThat(fixture.colour("a")).isEqualTo("red");

    fixture.remove("a");

    await().until(() -> fixture.colour("a").equals("blue"));
    assertThat(fixture.get("a").at("/metadata/uid").asText()).isNotEqualTo(uid);
  }

  @Test
  void anObjectThatTheApiRemovesTakesItsDocumentAlong() throws Exception {
    clone
        .file(
            "two.yaml",
            StoreFixture.manifest("a", "red")
                + "---\n# the other\n"
                + StoreFixture.manifest("b", "red"))
        .push("Add two");
    await().until(() -> fixture.names().size() == 2);

    fixture.remove("a");
    assertThat(fixture.show("main:two.yaml"))
        .isEqualTo("---\n# the other\n" + StoreFixture.manifest("b", "red"));
    fixture.remove("b");
    assertThat(fixture.files("main")).isEmpty();
    assertThat(fixture.files("status")).isEmpty();
  }

  @Test
  void whatWasPushedWhileNoStoreRanIsTakenInAtTheStart() throws Exception {
    fixture.create("kept", "red");
    fixture.create("removed", "red");
    clone.pull();
    long before = fixture.store.resourceVersion();
    fixture.whileAway(
        () -> {
          clone.git("rm", "-q", "--", fixture.files("main").get(1));
          clone.file("new.yml", StoreFixture.manifest("new", "red")).push("While away");
        });
    assertThat(fixture.names()).containsExactly("kept", "new");
    assertThat(fixture.store.resourceVersion()).isGreaterThan(before);
  }

  @Test
  void aFileMayBeMovedWithoutTouchingItsObject() throws Exception {
    clone.file("a.yaml", StoreFixture.manifest("a", "red")).push("Add a");
    await().until(() -> fixture.find("a") != null);
    String before = fixture.get("a").toString();
    clone.git("mv", "a.yaml", "b.yaml");
    clone.push("Move a");
    fixture.store.refresh();
    assertThat(fixture.get("a").toString()).isEqualTo(before);

    fixture.change("a", object -> object.withObjectProperty("spec").put("colour", "blue"));
    assertThat(fixture.show("main:b.yaml")).contains("colour: blue");
  }

  @Test
  void aThousandManifestsAreOneCommitOfTheStatus() {
    IntStream.range(0, 1000)
        .forEach(i -> clone.file("many/w" + i + ".yaml", StoreFixture.manifest("w" + i, "red")));
    int before = commits();
    clone.push("Add many");
    await().until(() -> fixture.names().size() == 1000);
    assertThat(commits()).isEqualTo(before + 1);
  }

  private int commits() {
    return Integer.parseInt(
        GitCli.in(fixture.repository).git("rev-list", "--count", "status").strip());
  }

  @Test
  void apiWritesAndPushesAtTheSameTimeLoseNothing() throws Exception {
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      fixture.create("api" + i, "red");
                    }
                  } catch (tech.coopcloud.ci.store.object.ConflictException e) {
                    throw new IllegalStateException(e);
                  }
                });
    for (int i = 0; i < 10; i++) {
      clone.file("pushed" + i + ".yaml", StoreFixture.manifest("pushed" + i, "red"));
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", "Add " + i);
      pushUntilAccepted();
    }
    writer.join();
    fixture.store.refresh();
    assertThat(fixture.names()).hasSize(110);
    assertThat(fixture.files("main")).hasSize(110);
  }

  private void pushUntilAccepted() {
    await()
        .until(
            () -> {
              try {
                clone.pull();
                clone.git("push", "-q", "origin", "HEAD:main");
                return true;
              } catch (IllegalStateException e) {
                return false; // the API was faster; git told so
              }
            });
  }

  @Test
  void statusCannotBePushedTo() {
    assertThatThrownBy(() -> clone.git("push", "-q", "origin", "HEAD:status"))
        .hasMessageContaining("hidden ref");
  }

  @Test
  void leasesAndTheirLikeNeverStandInMain() throws Exception {
    ObjectKey key =
        new ObjectKey(
            new tech.coopcloud.ci.store.object.GroupResource("coordination.k8s.io", "leases"),
            "default",
            "leader");
    var lease = Json.object();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.putObject("metadata").put("name", "leader").put("namespace", "default");
    fixture.store.write(key, 0, lease, StoreFixture.GRACE);
    assertThat(fixture.files("main")).isEmpty();
    fixture.whileAway(() -> {});
    assertThat(fixture.store.get(key)).isNotNull();
  }
}
