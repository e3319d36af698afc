package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectStore.Watch;

/** The history of {@code status} ends somewhere, and nobody who follows it loses anything. */
class HistoryTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final Housekeeping housekeeping =
      new Housekeeping(MONTH, Duration.ofSeconds(1), Set.of(Widgets.TYPE.name()));
  private StateRemote remote;
  private Path elsewhere;

  @BeforeEach
  void remote() {
    elsewhere = folder.resolve("remote.git");
    GitCli.in(folder).git("init", "-q", "--bare", "-b", "main", elsewhere.toString());
    remote = new StateRemote(elsewhere.toUri(), null, Duration.ofMillis(200));
  }

  @AfterEach
  void whole() {
    assertThat(GitCli.in(elsewhere).git("fsck", "--full", "--strict", "--no-dangling")).isEmpty();
  }

  private StoreFixture open(String name) throws IOException {
    return new StoreFixture(
        Files.createDirectories(folder.resolve(name)), remote, clock, housekeeping);
  }

  private static void phase(StoreFixture fixture, String phase) throws Exception {
    fixture.change("a", object -> object.withObjectProperty("status").put("phase", phase));
  }

  private static String tip(Path repository, String ref) {
    return GitCli.in(repository).git("for-each-ref", "--format=%(objectname)", ref).strip();
  }

  private void awaitEqual(StoreFixture fixture) {
    await()
        .until(
            () ->
                tip(fixture.repository, "refs/cc-ci/remote/status")
                        .equals(tip(fixture.repository, "refs/heads/status"))
                    && tip(elsewhere, "refs/heads/status")
                        .equals(tip(fixture.repository, "refs/heads/status")));
  }

  private static long commits(Path repository, String ref) {
    return Long.parseLong(GitCli.in(repository).git("rev-list", "--count", ref).strip());
  }

  /** A month goes by, at whose end something is written. */
  private void monthLater(StoreFixture fixture, String phase) throws Exception {
    awaitEqual(fixture);
    clock.pass(MONTH.plusSeconds(1));
    phase(fixture, phase);
    awaitEqual(fixture);
  }

  @Test
  void statusBeginsAnewAndTheLineBeforeIsKeptUntilTheNext() throws Exception {
    try (StoreFixture fixture = open("a")) {
      fixture.create("a", "red");
      phase(fixture, "One");
      String first = tip(fixture.repository, "refs/heads/status");
      long version = fixture.store.resourceVersion();
      List<Long> seen = new CopyOnWriteArrayList<>();
      try (Watch watch =
          fixture.store.watch(
              Widgets.TYPE.name(),
              null,
              version,
              event -> seen.add(event.object().resourceVersion()),
              () -> seen.add(-1L))) {
        monthLater(fixture, "Two");
        assertThat(commits(fixture.repository, "status")).isEqualTo(1);
        assertThat(tip(fixture.repository, "refs/heads/status-before")).isEqualTo(first);
        assertThat(tip(elsewhere, "refs/heads/status-before")).isEqualTo(first);

        phase(fixture, "Three");
        monthLater(fixture, "Four");
        await().until(() -> seen.size() == 3);
        assertThat(seen).isSorted().doesNotContain(-1L).allMatch(each -> each > version);
        assertThat(commits(fixture.repository, "refs/heads/status-before")).isEqualTo(2);
        assertThat(fixture.store.problems()).isEmpty();
      }
      assertThat(fixture.fsck()).isEmpty();
    }
  }

  @Test
  void whatNothingRefersToGoesFromDiskAndWhatSomethingRefersToStays() throws Exception {
    try (StoreFixture fixture = open("a")) {
      fixture.create("a", "red");
      StoreFixture.goneSinceListed(fixture.repository.resolve("objects/pack/tmp_gone"));
      GitCli clone = GitCli.clone(elsewhere, folder.resolve("clone"));
      awaitEqual(fixture);
      clone.pull();
      clone.file("people.yaml", StoreFixture.manifest("b", "blue")).push("Add b");
      await().until(() -> fixture.colour("b").equals("blue"));
      phase(fixture, "One");
      String first = tip(fixture.repository, "refs/heads/status");
      monthLater(fixture, "Two");
      String second = tip(fixture.repository, "refs/heads/status");
      await().until(() -> packs(fixture.repository) <= 3); // packed, from when on its age counts
      clock.pass(Duration.ofDays(1));
      phase(fixture, "Three");
      await().pollDelay(Duration.ofMillis(1500)).until(() -> true); // older than the grace
      monthLater(fixture, "Four");

      await().until(() -> !has(fixture, first));
      assertThat(has(fixture, second)).isTrue();
      await().until(() -> packs(fixture.repository) <= 3);
      phase(fixture, "Five");
      assertThat(fixture.fsck()).isEmpty();
      fixture.whileAway(() -> {});
      assertThat(fixture.get("a").at("/status/phase").asText()).isEqualTo("Five");
      assertThat(fixture.colour("b")).isEqualTo("blue");
      assertThat(fixture.store.problems()).isEmpty();
    }
  }

  private static boolean has(StoreFixture fixture, String commit) {
    try {
      return GitCli.in(fixture.repository).git("cat-file", "-t", commit).startsWith("commit");
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static long packs(Path repository) throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  @Test
  void whatLeavesIsInTheArchiveOnceNewestFirstAndStaysThere() throws Exception {
    try (StoreFixture fixture = open("a")) {
      for (int i = 0; i < 5; i++) {
        fixture.create("run-" + i, i % 2 == 0 ? "red" : "blue");
        fixture.change(
            "run-" + i, object -> object.withObjectProperty("status").put("phase", "Done"));
        clock.pass(Duration.ofHours(20));
      }
      for (int i : List.of(2, 0, 4, 1)) {
        fixture.remove("run-" + i);
      }
      assertThat(fixture.names()).containsExactly("run-3");
      awaitEqual(fixture);
      clock.pass(MONTH.plusSeconds(1));
      fixture.remove("run-3");
      awaitEqual(fixture);

      ArchivePage first = archived(fixture, null, null, "", 3);
      ArchivePage second = archived(fixture, null, first.next(), "", 3);
      assertThat(names(first)).containsExactly("run-4", "run-3", "run-2");
      assertThat(names(second)).containsExactly("run-1", "run-0");
      assertThat(second.next()).isNull();
      assertThat(names(archived(fixture, "run-1", null, "", 9))).containsExactly("run-1");
      assertThat(names(archived(fixture, null, null, "blue", 9))).containsExactly("run-3", "run-1");
      assertThat(Json.tree(first.objects().getFirst()).at("/status/phase").asText())
          .isEqualTo("Done");
      assertThat(GitCli.in(elsewhere).git("ls-tree", "-r", "--name-only", "status").lines())
          .filteredOn(file -> file.startsWith("archive/"))
          .hasSize(5);
      fixture.whileAway(() -> {});
      assertThat(fixture.names()).isEmpty();
      assertThat(names(archived(fixture, null, null, "", 9))).hasSize(5);
    }
  }

  private static ArchivePage archived(
      StoreFixture fixture,
      @Nullable String name,
      @Nullable String after,
      String colour,
      int limit) {
    return fixture.store.archived(
        Widgets.TYPE.name(),
        null,
        name,
        after,
        object -> colour.isEmpty() || Json.tree(object).at("/spec/colour").asText().equals(colour),
        limit);
  }

  private static List<String> names(ArchivePage page) {
    return page.objects().stream().map(object -> object.key().name()).toList();
  }

  @Test
  void asLongAsTheRemoteIsAwayStatusStaysOnItsLine() throws Exception {
    try (StoreFixture fixture = open("a")) {
      fixture.create("a", "red");
      awaitEqual(fixture);
      Path hidden = folder.resolve("hidden.git");
      Files.move(elsewhere, hidden);
      phase(fixture, "One");
      clock.pass(MONTH.multipliedBy(3));
      phase(fixture, "Two");
      // The remote is on this line, so that the next may begin; but no third before it knows.
      clock.pass(MONTH.multipliedBy(3));
      phase(fixture, "Three");
      assertThat(commits(fixture.repository, "status")).isEqualTo(2);
      Files.move(hidden, elsewhere);
      fixture.store.lookAtRemote();
      awaitEqual(fixture);
      // The remote has it a moment before the store says so.
      await().untilAsserted(() -> assertThat(fixture.store.problems()).isEmpty());
    }
  }

  @Test
  void aServerThatWasOffForLongGoesOnFromWhereTheOtherCame() throws Exception {
    try (StoreFixture old = open("old")) {
      old.create("a", "red");
      awaitEqual(old);
      old.whileAway(
          () -> {
            try (StoreFixture other = open("other")) {
              for (String phase : List.of("One", "Two", "Three", "Four")) {
                monthLater(other, phase);
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(old.get("a").at("/status/phase").asText()).isEqualTo("Four");
      phase(old, "Five");
      awaitEqual(old);
      assertThat(old.store.problems()).isEmpty();
      assertThat(old.fsck()).isEmpty();
    }
  }

  @Test
  void aMirrorCloneGoesOnWithTheLineAndKnowsTheOneBefore() throws Exception {
    String first;
    try (StoreFixture fixture = open("a")) {
      fixture.create("a", "red");
      phase(fixture, "One");
      first = tip(fixture.repository, "refs/heads/status");
      monthLater(fixture, "Two");
    }
    Path copy = Files.createDirectories(folder.resolve("copy"));
    GitCli.in(folder)
        .git("clone", "-q", "--mirror", elsewhere.toString(), copy.resolve("state.git").toString());
    try (StoreFixture fixture = open("copy")) {
      assertThat(fixture.get("a").at("/status/phase").asText()).isEqualTo("Two");
      assertThat(tip(fixture.repository, "refs/heads/status-before")).isEqualTo(first);
      monthLater(fixture, "Three");
      assertThat(fixture.store.problems()).isEmpty();
    }
  }
}
