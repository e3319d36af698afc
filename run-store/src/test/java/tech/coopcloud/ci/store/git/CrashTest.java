package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.StoredObject;

/** Kills a store under load, again and again, and checks that it kept what it said it had. */
class CrashTest {
  private static final Duration BUDGET = Duration.ofSeconds(45);
  private static final int MOST_ROUNDS = 25;

  @TempDir Path folder;

  /** What was acknowledged of one object; {@code count} is -1 once it is gone. */
  private record Acknowledged(long version, int count) {}

  private final Map<String, Acknowledged> newest = new HashMap<>();
  private final Set<Long> versions = new HashSet<>();

  /**
   * By object and version that it was made from: a second write from one version is a lost update.
   */
  private final Set<String> made = new HashSet<>();

  private long highest;

  @Test
  void whateverWasAcknowledgedIsThereAfterAKill() throws Exception {
    long seed = Long.getLong("cc-ci.seed", System.nanoTime() & 0xffff_ffffL);
    System.out.println("crash test: -Dcc-ci.seed=" + seed);
    Random random = new Random(seed);
    Path repository = folder.resolve("state.git");
    long end = System.nanoTime() + BUDGET.toNanos();
    int acknowledged = 0;
    int rounds = 0;
    for (; rounds < MOST_ROUNDS && (rounds < 2 || System.nanoTime() < end); rounds++) {
      acknowledged += round(repository, random);
      check(repository, seed);
    }
    System.out.println(
        "crash test: " + rounds + " kills, " + acknowledged + " writes acknowledged");
    assertThat(acknowledged).isGreaterThan(rounds);
  }

  private int round(Path repository, Random random) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                repository.toString(),
                Long.toString(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int lines = 0;
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      String up = out.readLine();
      assertThat(up).as("the store opens after the last kill").startsWith("UP ");
      assertThat(Long.parseLong(up.substring(3))).isGreaterThanOrEqualTo(highest);
      int kill = 1 + random.nextInt(600);
      long grace = random.nextInt(3_000_000);
      List<String> said = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (said.size() == kill) {
          TimeUnit.NANOSECONDS.sleep(grace);
          child.toHandle().destroyForcibly(); // leaves what it printed to be read
        }
      }
      said.forEach(this::acknowledge);
      lines = said.size();
    } finally {
      child.destroyForcibly().waitFor();
    }
    return lines;
  }

  private void acknowledge(String line) {
    String[] words = line.split(" ");
    if (words.length < 3 || (words[0].equals("OK") && words.length < 5)) {
      return; // cut short by the kill: nobody was told
    }
    String name = words[1];
    long version = Long.parseLong(words[2]);
    assertThat(versions.add(version)).as("version %d is given out once", version).isTrue();
    highest = Math.max(highest, version);
    boolean gone = words[0].equals("GONE");
    if (!gone && !words[4].equals("0")) {
      assertThat(made.add(name + " " + words[4])).as("one successor of %s", line).isTrue();
    }
    Acknowledged known = newest.get(name);
    if (known == null || known.version < version) {
      newest.put(name, new Acknowledged(version, gone ? -1 : Integer.parseInt(words[3])));
    }
  }

  private void check(Path repository, long seed) throws IOException {
    // A repack may outlive its server, and takes packs from under fsck then: it ends by itself.
    await()
        .ignoreException(IllegalStateException.class)
        .untilAsserted(
            () ->
                assertThat(GitCli.in(repository).git("fsck", "--full", "--no-dangling"))
                    .as("git fsck")
                    .isEmpty());
    try (GitObjectStore store =
        GitObjectStore.open(repository, List.of(Widgets.TYPE), Clock.systemUTC())) {
      newest.forEach(
          (name, known) -> {
            String what = name + " with seed " + seed;
            StoredObject object = store.get(Widgets.key("default", name));
            if (object == null) {
              // Only a removal after what was acknowledged last may explain it.
              assertThat(known.version).as(what).isLessThanOrEqualTo(store.resourceVersion());
              if (known.count >= 0) {
                assertThat(unacknowledgedRemoval(repository, name)).as(what).isTrue();
              }
              return;
            }
            ObjectNode tree = Json.tree(object);
            assertThat(object.resourceVersion()).as(what).isGreaterThanOrEqualTo(known.version);
            if (object.resourceVersion() == known.version) {
              assertThat(tree.at("/status/count").asInt()).as(what).isEqualTo(known.count);
            }
            String text =
                GitCli.in(repository)
                    .git("show", "status:" + StatusFile.path("widgets", object.key()));
            assertThat(text).contains("\"resourceVersion\" : \"" + object.resourceVersion() + "\"");
          });
      assertThat(store.resourceVersion()).isGreaterThanOrEqualTo(highest);
      assertThat(store.problems()).isEmpty();
      long manifests =
          GitCli.in(repository).git("ls-tree", "-r", "--name-only", "main").lines().count();
      assertThat(manifests).isEqualTo(store.list(Widgets.TYPE.name(), null).objects().size());
      highest = Math.max(highest, store.resourceVersion());
    }
  }

  /**
   * Whether the newest commit that touched the object's manifest removed it. The history of {@code
   * status} may begin with the commit that no longer has it.
   */
  private static boolean unacknowledgedRemoval(Path repository, String name) {
    return GitCli.in(repository)
        .git(
            "log",
            "-1",
            "--format=",
            "--name-status",
            "main",
            "--",
            "widgets/default/*/" + name + ".yaml")
        .strip()
        .startsWith("D");
  }
}
