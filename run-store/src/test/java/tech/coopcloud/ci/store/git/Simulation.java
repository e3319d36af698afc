package tech.coopcloud.ci.store.git;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * What months of runs do to a store with a remote, at full speed on a clock that is passed in: each
 * run is created, its status written again and again as it grows, and it leaves when its recipe has
 * enough newer ones.
 */
final class Simulation implements AutoCloseable {
  private static final Author AUTHOR = new Author("simulation", "simulation@example.org");
  private static final ObjectRules RULES = new ObjectRules(List.of(Widgets.TYPE));
  private static final int SAMPLES = 100;
  private static final int CROWDED = 1_000;

  private final Path repository;
  private final Path elsewhere;
  private final StateRemote remote;
  private final Housekeeping housekeeping;
  private final Load load;
  private final TestClock clock = new TestClock();
  private final Map<Integer, Deque<String>> kept = new HashMap<>();
  private GitObjectStore store;
  private int runs;

  /**
   * @param atOnce how many runs go on side by side
   * @param writes of a run's status
   * @param keep runs of a recipe that stay
   */
  record Load(int runsADay, int atOnce, int writes, int recipes, int keep) {}

  /**
   * What was measured. Times in milliseconds; sizes in bytes.
   *
   * @param write one durable write, the median
   * @param slow the same, the slowest of a hundred
   * @param push from a write until the remote has it, when there was a pause before
   */
  record Figures(
      int runs,
      int objects,
      double list,
      double write,
      double slow,
      double push,
      double open,
      long size,
      long remoteSize,
      long packs,
      long commits,
      long heap) {}

  Simulation(Path folder, Duration history, Load load) {
    this.load = load;
    repository = folder.resolve("state.git");
    elsewhere = folder.resolve("remote.git");
    GitCli.in(folder).git("init", "-q", "--bare", "-b", "main", elsewhere.toString());
    GitCli.in(elsewhere).git("config", "receive.autogc", "false");
    remote = new StateRemote(elsewhere.toUri(), null, Duration.ofSeconds(10));
    housekeeping = new Housekeeping(history, Duration.ofSeconds(5), Set.of(Widgets.TYPE.name()));
    store = open();
  }

  private GitObjectStore open() {
    return GitObjectStore.open(
        repository,
        List.of(Widgets.TYPE),
        clock,
        remote,
        Lead.UNKNOWN,
        CommitListener.NONE,
        housekeeping);
  }

  /** Lets so many days go by. */
  void days(int days) throws InterruptedException, IOException {
    for (int left = days * load.runsADay(); left > 0; left -= load.atOnce()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Math.min(left, load.atOnce()); i++) {
        int number = runs++;
        threads.add(Thread.ofVirtual().start(() -> run(number)));
        clock.pass(Duration.ofDays(1).dividedBy(load.runsADay()));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      // A second here is an hour or more: what is done in the background has its time.
      while (packs() > CROWDED) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private void run(int number) {
    int recipe = number % load.recipes();
    String name = "recipe-" + recipe + "-" + Integer.toHexString(number * 0x9E3779B1);
    try {
      ObjectKey key = Widgets.key("default", name);
      StoredObject now =
          store.write(
              key,
              0,
              RULES.created(
                  Widgets.TYPE, Widgets.manifest("default", name, "red"), clock.instant()),
              AUTHOR);
      for (int i = 0; i < load.writes(); i++) {
        ObjectNode next = Json.tree(now);
        grow(next.withObjectProperty("status"), number, i);
        now = store.write(key, now.resourceVersion(), next, AUTHOR);
      }
      String oldest = null;
      synchronized (kept) {
        Deque<String> its = kept.computeIfAbsent(recipe, any -> new ArrayDeque<>());
        its.add(name);
        if (its.size() > load.keep()) {
          oldest = its.remove();
        }
      }
      if (oldest != null) {
        StoredObject last = requireNonNull(store.get(Widgets.key("default", oldest)));
        store.write(last.key(), last.resourceVersion(), null, AUTHOR);
      }
    } catch (ConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  /** About as much as a run has to say after so many steps: a finished one takes 4 KB. */
  private void grow(ObjectNode status, int number, int step) {
    status.put("phase", "Stage").put("count", step);
    ObjectNode entry =
        status
            .withArrayProperty("conditions")
            .addObject()
            .put("type", "Step" + step)
            .put("status", "True")
            .put("reason", "AsItShouldBe")
            .put("lastTransitionTime", clock.instant().toString());
    entry.put(
        "message",
        "The step took %d ms, and https://recipe-%x.ci.example.org answered 200 after %d ms"
            .formatted(number * 31L % 4001, number * 0x9E3779B1, number * 17L % 977));
  }

  Figures measure() throws InterruptedException, IOException {
    awaitRemote();
    TimeUnit.MILLISECONDS.sleep(1_000); // the pause between two pushes is no part of one
    String name = kept.get(0).getLast();
    long start = System.nanoTime();
    write(name);
    awaitRemote();
    double push = millis(start);
    double[] writes = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      start = System.nanoTime();
      write(name);
      writes[i] = millis(start);
    }
    Arrays.sort(writes);
    double[] lists = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      start = System.nanoTime();
      store.list(Widgets.TYPE.name(), null);
      lists[i] = millis(start);
    }
    Arrays.sort(lists);
    awaitRemote();
    store.close();
    start = System.nanoTime();
    store = open();
    double open = millis(start);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Figures(
        runs,
        store.list(Widgets.TYPE.name(), null).objects().size(),
        lists[SAMPLES / 2],
        writes[SAMPLES / 2],
        writes[SAMPLES * 99 / 100],
        push,
        open,
        size(repository),
        size(elsewhere),
        packs(),
        commits("refs/heads/status") + commits(Line.FORMER),
        runtime.totalMemory() - runtime.freeMemory());
  }

  private void write(String name) {
    StoredObject now = requireNonNull(store.get(Widgets.key("default", name)));
    ObjectNode next = Json.tree(now);
    next.withObjectProperty("status").put("count", now.resourceVersion());
    try {
      store.write(now.key(), now.resourceVersion(), next, AUTHOR);
    } catch (ConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitRemote() throws InterruptedException, IOException {
    Refs ours = new Refs(repository);
    Refs theirs = new Refs(elsewhere);
    while (!requireNonNull(ours.read(Recovery.STATUS)).equals(theirs.read(Recovery.STATUS))) {
      if (!store.problems().isEmpty()) {
        throw new IllegalStateException(store.problems().toString());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** The remote packs what it has, as a Gitea does every now and then. */
  void packRemote() {
    GitCli.in(elsewhere).git("gc", "-q", "--prune=now");
  }

  long archived() {
    return GitCli.in(repository)
        .git("ls-tree", "-r", "--name-only", "status:archive")
        .lines()
        .count();
  }

  /** What git finds wrong in either repository. */
  String fsck() {
    return GitCli.in(repository).git("fsck", "--full", "--strict", "--no-dangling")
        + GitCli.in(elsewhere).git("fsck", "--full", "--strict", "--no-dangling");
  }

  private long commits(String ref) {
    return GitCli.in(repository).git("for-each-ref", ref).isEmpty()
        ? 0
        : Long.parseLong(GitCli.in(repository).git("rev-list", "--count", ref).strip());
  }

  long packs() throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".idx")).count();
    }
  }

  private static long size(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          sum += Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
          continue; // a pack that was merged meanwhile
        }
      }
    }
    return sum;
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  @Override
  public void close() {
    store.close();
  }
}
