package tech.coopcloud.ci.history;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.disk.Disk;
import tech.coopcloud.ci.model.TestRun;

/**
 * Lets finished runs go, whatever their recipes keep, while the disk that they are on is too full.
 * It looks at the disk all the time, and at the runs only when it has to.
 */
public final class RunPruner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunPruner.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Path folder;
  private final Supplier<@Nullable Disk> disk;
  private final int minFree;
  private final Supplier<? extends Collection<TestRun>> runs;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("runs").factory());
  private volatile Optional<String> problem = Optional.empty();

  /**
   * @param folder what the disk is known by to a person
   * @param disk looks at it anew each time; null where that cannot be done
   * @param minFree in percent of the disk; 0 for never
   * @param runs every TestRun there is
   */
  public RunPruner(
      Path folder,
      Supplier<@Nullable Disk> disk,
      int minFree,
      Supplier<? extends Collection<TestRun>> runs,
      Clock clock) {
    this.folder = folder;
    this.disk = disk;
    this.minFree = minFree;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Begins to look.
   *
   * @param delete deletes a run, with its log and its screenshots; it need not wait until they are
   *     gone
   */
  public void start(Consumer<TestRun> delete) {
    if (minFree > 0) {
      var _ =
          timer.scheduleWithFixedDelay(
              () -> look(delete), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Why the disk stays too full, in one sentence, as of the last look. */
  public Optional<String> problem() {
    return problem;
  }

  /** One look, and at most one deletion. */
  void look(Consumer<TestRun> delete) {
    try {
      lookAtDisk(delete);
    } catch (RuntimeException e) {
      say(
          "No run can be deleted to make room on the disk of %s, which is tried again: %s"
              .formatted(folder, e.getMessage()));
    }
  }

  private void lookAtDisk(Consumer<TestRun> delete) {
    Disk now = disk.get();
    if (now == null) {
      say(
          "How much is free on the disk of %s cannot be found out, so no run goes to make room: see whether the folder can be read."
              .formatted(folder));
    } else if (!now.hasLessThan(minFree)) {
      problem = Optional.empty();
    } else {
      relieve(Pressure.of(runs.get(), clock.instant()), delete);
    }
  }

  /** A problem that was said stays until the disk has room again, or there is another one. */
  private void relieve(Pressure pressure, Consumer<TestRun> delete) {
    switch (pressure) {
      case Pressure.Delete(TestRun run) -> {
        delete.accept(run);
        LOG.info(
            "Deleted the run {} to make room: less than {} % of the disk of {} is free.",
            name(run), minFree, folder);
      }
      case Pressure.Wait() -> {}
      case Pressure.Hanging(List<TestRun> hanging) ->
          say(
              "Less than %d %% of the disk of %s is free, and these runs, which were deleted, do not go: %s. The log of the server says what holds them."
                  .formatted(
                      minFree,
                      folder,
                      hanging.stream()
                          .map(RunPruner::name)
                          .sorted()
                          .collect(Collectors.joining(", "))));
      case Pressure.NothingLeft() ->
          say(
              "Less than %d %% of the disk of %s is free, and no finished run is left that may go, only the newest of each recipe: make room there, or ask for less with --runs-min-free."
                  .formatted(minFree, folder));
    }
  }

  private void say(String sentence) {
    if (!problem.equals(Optional.of(sentence))) {
      LOG.warn("{}", sentence);
    }
    problem = Optional.of(sentence);
  }

  private static String name(TestRun run) {
    return run.getMetadata().getNamespace() + "/" + run.getMetadata().getName();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
