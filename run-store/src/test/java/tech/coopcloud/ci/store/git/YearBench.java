package tech.coopcloud.ci.store.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A year at 200 runs a day through a store with a remote, measured every month: of the status of
 * each run three writes, eight runs side by side. Arguments: how many months, default 12, and a
 * folder to work in, default a temporary one that is left there.
 */
public final class YearBench {
  private static final int MONTH = 30;

  private YearBench() {}

  /** Prints what was measured at the end of every month. */
  public static void main(String[] args) throws Exception {
    int months = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    Path folder =
        args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("cc-ci-year-bench");
    Simulation.Load load = new Simulation.Load(200, 8, 3, 40, 50);
    try (Simulation year = new Simulation(folder, Duration.ofDays(MONTH), load)) {
      for (int month = 1; month <= months; month++) {
        long start = System.nanoTime();
        year.days(MONTH);
        double took = (System.nanoTime() - start) / 1e9;
        year.packRemote();
        say(year.measure(), month, took);
      }
      System.out.println("archived: " + year.archived());
      System.out.println("fsck: " + (year.fsck().isEmpty() ? "clean" : year.fsck()));
    }
  }

  private static void say(Simulation.Figures is, int month, double took) {
    System.out.println(
        String.format(
            Locale.ROOT,
            """
            month %d (%.0f s): runs %d
              a list of %d: %.2f ms
              status write: p50 %.2f ms, p99 %.2f ms
              spec write: p50 %.2f ms, of a new repository %.2f ms
              push: %.0f ms, of a new repository %.0f ms, ratio %.2f
              the store opens in %.0f ms
              state.git %d MB in %d packs, remote %d MB
              %d commits on status and status-before
              main: %d commits, %.1f MB at the remote, cloned in %.0f ms
              heap after a collection %d MB""",
            month,
            took,
            is.runs(),
            is.objects(),
            is.list(),
            is.write(),
            is.slow(),
            is.spec(),
            is.freshSpec(),
            is.push(),
            is.freshPush(),
            is.push() / is.freshPush(),
            is.open(),
            is.size() >> 20,
            is.packs(),
            is.remoteSize() >> 20,
            is.commits(),
            is.mainCommits(),
            is.mainSize() / (double) (1 << 20),
            is.mainClone(),
            is.heap() >> 20));
  }
}
