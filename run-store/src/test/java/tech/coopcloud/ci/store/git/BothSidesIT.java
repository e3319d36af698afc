package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.store.object.ConflictException;

/**
 * The API writes while a person pushes to Gitea, often to the same files, and Gitea is killed. The
 * API paints, the person takes notes, so that whatever either was told is done can be looked for at
 * the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothSidesIT {
  private static final int PUSHES = 12;

  @TempDir private static Path folder;

  private Gitea gitea = null;
  private String token = null;

  @BeforeAll
  void start() {
    gitea = Gitea.start(folder.resolve("gitea"));
    token = gitea.user(GiteaState.OWNER);
  }

  @AfterAll
  void stop() {
    gitea.close();
  }

  /** What each side was told is done. */
  private static final class Told {
    final Map<String, String> colours = new ConcurrentSkipListMap<>();
    final Map<String, String> notes = new ConcurrentSkipListMap<>();
    final ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();

    /** Objects that their own side may remove and the other one leaves alone. */
    final ConcurrentSkipListSet<String> ofTheApi = new ConcurrentSkipListSet<>();
  }

  @RepeatedTest(2)
  void nothingThatWasAcknowledgedIsLostAndBothSidesAreEqual(
      org.junit.jupiter.api.RepetitionInfo repetition) throws Exception {
    long seed = new Random().nextLong();
    String name = "both" + repetition.getCurrentRepetition();
    GiteaState state = new GiteaState(gitea, folder, name, token);
    Told told = new Told();
    try (StoreFixture fixture = state.open("a")) {
      for (int i = 0; i < 5; i++) {
        fixture.create("shared" + i, "red");
        told.names.add("shared" + i);
      }
      state.awaitEqual(fixture);
      GitCli clone = state.clone("clone");
      AtomicBoolean done = new AtomicBoolean();
      List<Exception> failures = new ArrayList<>();
      Thread api =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      writeByApi(fixture, new Random(seed), told, done);
                    } catch (Exception e) {
                      failures.add(e);
                    }
                  });
      try {
        push(clone, new Random(seed + 1), told);
      } finally {
        done.set(true);
        api.join();
      }
      assertThat(failures).as("seed %d", seed).isEmpty();
      state.awaitEqual(fixture);
      check(fixture, told, seed);
      assertThat(GitCli.in(fixture.repository).git("log", "--merges", "--format=%s", "main"))
          .as("both sides had moved, seed %d", seed)
          .contains("Merge what was pushed meanwhile");
      assertThat(fixture.fsck()).isEmpty();
      try (StoreFixture witness = state.open("witness")) {
        assertThat(everything(witness)).isEqualTo(everything(fixture));
      }
    }
  }

  private static void check(StoreFixture fixture, Told told, long seed) {
    await().untilAsserted(() -> assertThat(fixture.store.problems()).isEmpty());
    assertThat(new TreeSet<>(fixture.names())).as("seed %d", seed).isEqualTo(told.names);
    told.colours.keySet().retainAll(told.names);
    told.notes.keySet().retainAll(told.names);
    Map<String, String> colours = new TreeMap<>();
    told.colours.keySet().forEach(one -> colours.put(one, fixture.colour(one)));
    assertThat(colours).as("seed %d", seed).isEqualTo(told.colours);
    Map<String, String> notes = new TreeMap<>();
    told.notes.keySet().forEach(one -> notes.put(one, fixture.get(one).at("/spec/note").asText()));
    assertThat(notes).as("seed %d", seed).isEqualTo(told.notes);
  }

  private static Map<String, ObjectNode> everything(StoreFixture fixture) {
    Map<String, ObjectNode> all = new TreeMap<>();
    fixture.names().forEach(one -> all.put(one, fixture.get(one)));
    return all;
  }

  private static void writeByApi(StoreFixture fixture, Random random, Told told, AtomicBoolean done)
      throws ConflictException {
    for (int i = 0; !done.get() && i < 2_000; i++) {
      List<String> names = new ArrayList<>(told.names);
      String name = names.get(random.nextInt(names.size()));
      int dice = random.nextInt(10);
      if (dice == 0) {
        String fresh = "api" + i;
        fixture.create(fresh, "red");
        told.ofTheApi.add(fresh);
        told.names.add(fresh);
      } else if (dice == 1 && told.ofTheApi.contains(name)) {
        told.names.remove(name);
        fixture.remove(name);
      } else {
        paint(fixture, name, letters(i), told);
      }
      LockSupport.parkNanos(random.nextInt(30_000_000));
    }
  }

  /** A colour of its own for every number. */
  private static String letters(int number) {
    StringBuilder colour = new StringBuilder("c");
    for (int left = number; left > 0; left /= 26) {
      colour.append((char) ('a' + left % 26));
    }
    return colour.toString();
  }

  private static void paint(StoreFixture fixture, String name, String colour, Told told) {
    try {
      fixture.change(name, object -> object.withObjectProperty("spec").put("colour", colour));
      told.colours.put(name, colour);
    } catch (ConflictException | NullPointerException e) {
      return; // the person changed or removed it just now; nothing was acknowledged
    }
  }

  private void push(GitCli clone, Random random, Told told) {
    for (int i = 0; i < PUSHES; i++) {
      if (i == PUSHES / 2) {
        gitea.kill();
        gitea.resume();
      }
      int number = i;
      int dice = random.nextInt(6);
      long turn = random.nextLong();
      until(
          clone,
          () -> {
            if (dice == 0) {
              pair(clone, number);
            } else if (dice == 1) {
              remove(clone, told);
            } else {
              annotate(clone, new Random(turn), "push-" + number);
            }
          });
      told(clone, told);
    }
  }

  /** Does something to a fresh checkout and pushes it, until git lets it through. */
  private static void until(GitCli clone, Runnable something) {
    while (true) {
      clone.git("fetch", "-q", "origin");
      clone.git("reset", "-q", "--hard", "origin/main");
      something.run();
      clone.git("add", "-A");
      clone.git("commit", "-q", "--allow-empty", "-m", "Work");
      try {
        clone.git("push", "-q", "origin", "HEAD:main");
        return;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageMatching("(?s).*(rejected|failed to push|cannot lock ref).*");
      }
    }
  }

  private static void pair(GitCli clone, int number) {
    clone.file(
        "pair" + number + ".yaml",
        StoreFixture.manifest("left" + number, "red")
            + "---\n# the other\n"
            + StoreFixture.manifest("right" + number, "red"));
  }

  private static void remove(GitCli clone, Told told) {
    clone
        .git("ls-files", "pair*.yaml")
        .lines()
        .findFirst()
        .ifPresent(file -> clone.git("rm", "-q", file));
  }

  private static void annotate(GitCli clone, Random random, String note) {
    List<String> files =
        clone.git("ls-files", "*.yaml").lines().filter(file -> !file.contains("api")).toList();
    String file = files.get(random.nextInt(files.size()));
    String[] documents = clone.text(file).split("---\n");
    int one = random.nextInt(documents.length);
    String text = documents[one].replaceAll("\n  note: .*", "");
    documents[one] = text.stripTrailing() + "\n  note: " + note + "\n";
    clone.file(file, String.join("---\n", documents));
  }

  /** Notes what main of the person says, now that it was accepted. */
  private static void told(GitCli clone, Told told) {
    TreeSet<String> pairs = new TreeSet<>();
    for (String file : clone.git("ls-files", "*.yaml").lines().toList()) {
      for (String document : clone.text(file).split("---\n")) {
        String name = document.replaceAll("(?s).*\n  name: (\\S+).*", "$1");
        String note = document.replaceAll("(?s).*\n  note: (\\S+).*", "$1");
        if (file.startsWith("pair")) {
          pairs.add(name);
        }
        if (note.startsWith("push-")) {
          told.notes.put(name, note);
        }
      }
    }
    told.names.addAll(pairs);
    told.names.removeIf(
        name -> (name.startsWith("left") || name.startsWith("right")) && !pairs.contains(name));
  }
}
