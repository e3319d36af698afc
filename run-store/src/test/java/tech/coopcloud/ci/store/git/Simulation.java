package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tech.coopcloud.ci.store.Widgets;

/**
 * What months of runs do to a store with a remote, at full speed on a clock that is passed in: each
 * run is created, its status written again and again as it grows, and it leaves when its recipe has
 * enough newer ones. Beside it stands a new repository with one object, for comparison.
 */
final class Simulation implements AutoCloseable {
  private static final int SAMPLES = 100;
  private static final int PUSHES = 5;
  private static final int CROWDED = 1_000;

  /** The only object of the new repository. */
  private static final String ONE = "one";

  private final Path folder;
  private final Load load;
  private final TestClock clock = new TestClock();
  private final Map<Integer, Deque<String>> kept = new HashMap<>();
  private final Mirrored grown;
  private final Mirrored fresh;
  private int runs;

  /**
   * @param atOnce how many runs go on side by side
   * @param writes of a run's status
   * @param keep runs of a recipe that stay
   */
  record Load(int runsADay, int atOnce, int writes, int recipes, int keep) {}

  /**
   * What was measured. Times in milliseconds, medians; sizes in bytes.
   *
   * @param write one durable write of a status
   * @param freshWrite the same in the new repository, by turns
   * @param slow the slowest of a hundred writes
   * @param spec one durable write of a spec, which makes a commit on {@code main}
   * @param freshSpec the same in the new repository, by turns
   * @param push from a write until the remote has it, when there was a pause before
   * @param freshPush the same of the new repository, by turns
   * @param commits on both lines of {@code status}
   * @param mainSize what the history of {@code main} takes at the remote
   * @param mainClone the history of {@code main}, cloned from the remote
   */
  record Figures(
      int runs,
      int objects,
      double list,
      double write,
      double freshWrite,
      double slow,
      double spec,
      double freshSpec,
      double push,
      double freshPush,
      double open,
      long size,
      long remoteSize,
      long packs,
      long commits,
      long mainCommits,
      long mainSize,
      double mainClone,
      long heap) {}

  Simulation(Path folder, Duration history, Load load) throws IOException {
    this.folder = folder;
    this.load = load;
    Housekeeping housekeeping =
        new Housekeeping(history, Duration.ofSeconds(5), Set.of(Widgets.TYPE.name()));
    grown = new Mirrored(folder.resolve("grown"), clock, housekeeping);
    fresh = new Mirrored(folder.resolve("fresh"), clock, housekeeping);
    fresh.create(ONE);
  }

  /**
   * Lets so many days go by, at whose end the remote has everything: no line of history ends before
   * the remote is on it.
   */
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
    grown.awaitRemote();
  }

  private void run(int number) {
    int recipe = number % load.recipes();
    String name = "recipe-" + recipe + "-" + Integer.toHexString(number * 0x9E3779B1);
    grown.create(name);
    for (int i = 0; i < load.writes(); i++) {
      int step = i;
      grown.change(name, run -> grow(run.withObjectProperty("status"), number, step));
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
      grown.remove(oldest);
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
    grown.awaitRemote();
    fresh.awaitRemote();
    String name = kept.get(0).getLast();
    double[] push = new double[PUSHES];
    double[] freshPush = new double[PUSHES];
    for (int i = 0; i < PUSHES; i++) {
      TimeUnit.MILLISECONDS.sleep(600); // the pause between two pushes is no part of one
      push[i] = grown.push(name);
      freshPush[i] = fresh.push(ONE);
    }
    double[] write = new double[SAMPLES];
    double[] freshWrite = new double[SAMPLES];
    double[] list = new double[SAMPLES];
    double[] spec = new double[SAMPLES];
    double[] freshSpec = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      write[i] = grown.status(name);
      freshWrite[i] = fresh.status(ONE);
      list[i] = grown.list();
      spec[i] = grown.spec(name);
      freshSpec[i] = fresh.spec(ONE);
    }
    Arrays.sort(write);
    grown.awaitRemote();
    double open = grown.reopen();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Figures(
        runs,
        grown.objects(),
        median(list),
        median(write),
        median(freshWrite),
        write[SAMPLES * 99 / 100],
        median(spec),
        median(freshSpec),
        median(push),
        median(freshPush),
        open,
        size(grown.repository),
        size(grown.elsewhere),
        packs(),
        commits("refs/heads/status") + commits(Line.FORMER),
        commits("refs/heads/main"),
        number(GitCli.in(grown.elsewhere), "rev-list", "--disk-usage", "--objects", "main"),
        cloneMain(),
        runtime.totalMemory() - runtime.freeMemory());
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** What somebody does who wants to see what was asked for, all the time back. */
  private double cloneMain() {
    String into = folder.resolve("clone-" + runs).toString();
    long start = System.nanoTime();
    GitCli.in(folder)
        .git(
            "clone",
            "-q",
            "--bare",
            "--single-branch",
            "--branch=main",
            grown.elsewhere.toUri().toString(),
            into);
    return Mirrored.millis(start);
  }

  /** The remote packs what it has, as a Gitea does every now and then. */
  void packRemote() {
    GitCli.in(grown.elsewhere).git("gc", "-q", "--prune=now");
  }

  long archived() {
    return GitCli.in(grown.repository)
        .git("ls-tree", "-r", "--name-only", "status:archive")
        .lines()
        .count();
  }

  /** What git finds wrong in either repository. */
  String fsck() {
    return GitCli.in(grown.repository).fsck() + GitCli.in(grown.elsewhere).fsck();
  }

  private long commits(String ref) {
    GitCli git = GitCli.in(grown.repository);
    return git.git("for-each-ref", ref).isEmpty() ? 0 : number(git, "rev-list", "--count", ref);
  }

  private static long number(GitCli git, String... command) {
    return Long.parseLong(git.git(command).strip());
  }

  long packs() throws IOException {
    try (Stream<Path> files = Files.list(grown.repository.resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  private static long size(Path folder) throws IOException {
    AtomicLong sum = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // a pack that was merged meanwhile
          }
        });
    return sum.get();
  }

  @Override
  public void close() {
    grown.close();
    fresh.close();
  }
}
