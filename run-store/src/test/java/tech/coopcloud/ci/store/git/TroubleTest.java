package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.StorageException;

/** What people and machines do to a repository, and that nothing acknowledged is lost by it. */
class TroubleTest {
  @TempDir Path folder;
  private StoreFixture fixture;
  private GitCli bare;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    bare = GitCli.in(fixture.repository);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<String> reasons() {
    return fixture.store.problems().stream().map(Problem::reason).toList();
  }

  @Test
  void aForcedPushAndTheRemovalOfMainAreRefusedByGit() throws Exception {
    fixture.create("a", "red");
    GitCli clone = GitCli.clone(fixture.repository, folder.resolve("clone"));
    clone.git("commit", "-q", "--amend", "--allow-empty", "-m", "Rewrite");
    assertThatThrownBy(() -> clone.git("push", "-q", "-f", "origin", "HEAD:main"))
        .hasMessageContaining("denying non-fast-forward");
    assertThatThrownBy(() -> clone.git("push", "-q", "origin", ":main"))
        .hasMessageContaining("deny");
  }

  @Test
  void aRewrittenMainIsMergedWithWhatItLeftOut() throws Exception {
    String first = bare.git("rev-parse", "main").strip();
    fixture.create("a", "red");
    String old = bare.git("rev-parse", "main").strip();
    GitCli clone = GitCli.clone(fixture.repository, folder.resolve("clone"));
    clone.git("reset", "-q", "--hard", first);
    clone.file("b.yaml", StoreFixture.manifest("b", "blue"));
    clone.git("add", "-A");
    clone.git("commit", "-q", "-m", "Another history");
    clone.git("push", "-q", "origin", "HEAD:other");
    bare.git("update-ref", "refs/heads/main", "refs/heads/other");
    fixture.store.refresh();

    assertThat(fixture.names()).containsExactly("a", "b");
    assertThat(fixture.colour("a")).isEqualTo("red");
    assertThat(fixture.files("main")).hasSize(2);
    assertThat(bare.git("for-each-ref", "--format=%(objectname)", "refs/cc-ci/rewritten"))
        .isEqualTo(old + "\n");
    assertThat(reasons()).containsExactly("MainRewritten");
    assertThat(fixture.events()).singleElement().asString().contains("rewritten");
    assertThat(fixture.fsck()).isEmpty();
    fixture.change("a", object -> object.withObjectProperty("spec").put("colour", "green"));
  }

  @Test
  void aRemovedMainIsPutBackRunningOrNot() throws Exception {
    fixture.create("a", "red");
    String tip = bare.git("rev-parse", "main");
    bare.git("update-ref", "-d", "refs/heads/main");
    await().until(() -> Files.exists(fixture.repository.resolve("refs/heads/main")));
    assertThat(bare.git("rev-parse", "main")).isEqualTo(tip);

    fixture.whileAway(() -> bare.git("update-ref", "-d", "refs/heads/main"));
    assertThat(bare.git("rev-parse", "main")).isEqualTo(tip);
    assertThat(fixture.names()).containsExactly("a");
  }

  @Test
  void aMovedOrRemovedStatusIsWrittenAgainFromMemory() throws Exception {
    fixture.create("a", "red");
    bare.git("update-ref", "refs/heads/status", "refs/heads/main");
    fixture.change("a", object -> object.withObjectProperty("status").put("phase", "Running"));
    assertThat(fixture.files("status")).hasSize(1);
    assertThat(reasons()).containsExactly("StatusMoved");

    bare.git("update-ref", "-d", "refs/heads/status");
    fixture.change("a", object -> object.withObjectProperty("status").put("phase", "Done"));
    long version = fixture.store.resourceVersion();
    fixture.whileAway(() -> bare.git("update-ref", "-d", "refs/heads/status"));
    assertThat(fixture.get("a").at("/status/phase").asText()).isEqualTo("Done");
    assertThat(fixture.store.resourceVersion()).isGreaterThanOrEqualTo(version);
  }

  @Test
  void packedRefsAndAGarbageCollectionByHandDoNoHarm() throws Exception {
    for (int i = 0; i < 50; i++) {
      fixture.create("w" + i, "red");
    }
    bare.git("gc", "-q", "--prune=now");
    fixture.create("after", "red");
    fixture.change("w7", object -> object.withObjectProperty("spec").put("colour", "blue"));
    fixture.whileAway(() -> bare.git("gc", "-q"));
    assertThat(fixture.names()).hasSize(51);
    assertThat(fixture.fsck()).isEmpty();
  }

  @Test
  void aDamagedTipOfMainIsPutAsideAndTheStoreGoesOn() throws Exception {
    fixture.create("a", "red");
    String good = bare.git("rev-parse", "main").strip();
    GitCli clone = GitCli.clone(fixture.repository, folder.resolve("clone"));
    clone.file("b.yaml", StoreFixture.manifest("b", "blue"));
    clone.git("add", "-A");
    clone.git("commit", "-q", "-m", "To be damaged");
    clone.git("push", "-q", "origin", "HEAD:other");
    String blob = bare.git("rev-parse", "other:b.yaml").strip();
    Files.delete(
        fixture.repository.resolve("objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
    bare.git("update-ref", "refs/heads/main", "refs/heads/other");
    fixture.store.refresh();

    assertThat(reasons()).containsExactly("DamagedObject");
    assertThat(fixture.store.problems().getFirst().message()).contains(blob, "git fsck");
    assertThat(bare.git("rev-parse", "main").strip()).isEqualTo(good);
    fixture.create("c", "red");
    assertThat(fixture.names()).containsExactly("a", "c");
  }

  @Test
  void anObjectThatIsDamagedOnDiskIsNamedAndTheOthersAreServed() throws Exception {
    fixture.create("a", "red");
    fixture.create("b", "red");
    String path = StatusFile.path("widgets", Widgets.key("default", "a"));
    String blob = bare.git("rev-parse", "status:" + path).strip();
    fixture.whileAway(() -> damage(blob));
    assertThat(fixture.names()).as("a is made anew from its manifest").containsExactly("a", "b");
    assertThat(fixture.colour("a")).isEqualTo("red");
    assertThat(fixture.store.problems().getFirst().message()).contains(blob);
    fixture.change("b", object -> object.withObjectProperty("status").put("phase", "Running"));
  }

  /** Overwrites the compressed bytes of one object where it lies. */
  private void damage(String blob) {
    try (Stream<Path> packs = Files.list(fixture.repository.resolve("objects/pack"))) {
      for (Path index : packs.filter(file -> file.toString().endsWith(".idx")).toList()) {
        damage(index, bare.git("verify-pack", "-v", index.toString()), blob);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void damage(Path index, String listing, String blob) throws IOException {
    for (String line : listing.lines().toList()) {
      if (line.startsWith(blob)) {
        Path pack = Path.of(index.toString().replace(".idx", ".pack"));
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
          file.seek(Long.parseLong(line.split(" +")[4]) + 4);
          file.write(new byte[20]);
        }
      }
    }
  }

  @Test
  void aPackThatGoesWhileTheStoreStartsIsNotMissed() throws Exception {
    fixture.create("a", "red");
    Path packs = fixture.repository.resolve("objects/pack");
    fixture.whileAway(
        () -> StoreFixture.goneSinceListed(packs.resolve(PackFolder.OURS + "00.pack")));
    assertThat(fixture.names()).containsExactly("a");
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void aSecondProcessIsToldInOneSentence() {
    assertThatThrownBy(
            () -> GitObjectStore.open(fixture.repository, List.of(Widgets.TYPE), Clock.systemUTC()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is in use by another cc-ci process");
  }

  @Test
  void aWriteThatDoesNotReachTheDiskIsRefusedAndWritingGoesOnLater() throws Exception {
    fixture.create("a", "red");
    Path packs = fixture.repository.resolve("objects/pack");
    Path aside = fixture.repository.resolve("objects/aside");
    Files.move(packs, aside);
    assertThatThrownBy(() -> fixture.create("b", "red"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("did not take a write")
        .hasMessageContaining("goes on by itself");
    assertThat(reasons()).containsExactly("StorageFailed");
    assertThat(fixture.names()).containsExactly("a");

    Files.move(aside, packs);
    fixture.create("b", "red");
    assertThat(fixture.store.problems()).isEmpty();
    assertThat(fixture.fsck()).isEmpty();
  }

  @Test
  void aFullDiskRefusesWritesAndIsForgottenWhenThereIsRoomAgain() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString())).isZero();
    try (StoreFixture small = new StoreFixture(disk)) {
      Path filler = disk.resolve("filler");
      small.create("first", "red");
      try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
        byte[] block = new byte[4096];
        assertThatThrownBy(
                () -> {
                  while (true) {
                    file.write(block);
                  }
                })
            .hasMessageContaining("No space left");
      }
      assertThatThrownBy(() -> small.create("second", "red"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("No space left on device");
      assertThat(small.names()).containsExactly("first");

      Files.delete(filler);
      small.create("second", "red");
      assertThat(small.store.problems()).isEmpty();
      assertThat(small.fsck()).isEmpty();
      small.whileAway(() -> {});
      assertThat(small.names()).containsExactly("first", "second");
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void clonesWorkAtAllTimesAndThePacksStayFew() throws Exception {
    for (int i = 0; i < 300; i++) {
      fixture.create("w" + i, "red");
      if (i % 60 == 0) {
        GitCli clone = GitCli.clone(fixture.repository, folder.resolve("clone" + i));
        assertThat(clone.git("ls-files").lines().count()).isEqualTo(i + 1);
      }
    }
    await()
        .until(
            () -> {
              try (Stream<Path> files = Files.list(fixture.repository.resolve("objects/pack"))) {
                return files.filter(file -> file.toString().endsWith(".pack")).count() < 50;
              }
            });
    assertThat(fixture.fsck()).isEmpty();
  }
}
