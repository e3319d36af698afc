package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.TestRunStatus;

/** A run costs so many reconciles and commits, and a server that has nothing to do costs none. */
class CountIT {
  /** For what is done, and a look every 100 ms at the most for what is waited for. */
  private static final double MOST_RECONCILES = 60;

  private static final double MOST_RECONCILES_A_SECOND = 10;
  private static final double MOST_COMMITS = 30;

  @TempDir private Path folder;

  @Test
  void aRunTakesFewReconcilesAndCommitsAndRestTakesNone() throws Exception {
    try (CcCi server = new CcCi(folder.resolve("server")).start()) {
      RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
      site.commit(Site.files());
      server.enroll("site", site.address(), "");
      Counts before = Counts.atRest(server);

      server.request("counted", "site", "stages: [install]");
      TestRunStatus status = server.done("counted", Duration.ofMinutes(3)).getStatus();
      long seconds =
          Duration.between(Instant.parse(status.startedAt()), Instant.parse(status.finishedAt()))
              .toSeconds();
      // What comes after the end is the history of the recipe and the last events.
      Counts after = Counts.atRest(server);
      double reconciles = after.reconciles() - before.reconciles();
      double commits = after.commits() - before.commits();
      System.out.printf(
          "one run of %d s: %.0f reconciles, %.0f commits%n", seconds, reconciles, commits);

      assertThat(reconciles).isBetween(5.0, MOST_RECONCILES + seconds * MOST_RECONCILES_A_SECOND);
      assertThat(commits).isBetween(5.0, MOST_COMMITS);

      Thread.sleep(8_000);
      assertThat(Counts.now(server)).isEqualTo(after);
    }
  }

  private record Counts(double reconciles, double commits) {
    private static final int MOST_LOOKS = 60;

    static Counts now(CcCi server) {
      return new Counts(
          metric(server, "cc_ci_reconciles_total\\{kind=\"testrun\",.*\\}"),
          metric(server, "cc_ci_store_commits_total"));
    }

    /** Once they stay as they are for two seconds, however long that takes to come. */
    static Counts atRest(CcCi server) throws InterruptedException {
      Counts last = now(server);
      for (int look = 0; look < MOST_LOOKS; look++) {
        Thread.sleep(2_000);
        Counts next = now(server);
        if (next.equals(last)) {
          return next;
        }
        last = next;
      }
      throw new AssertionError("the server does not come to rest");
    }
  }

  /** The sum of all lines of that name; 0 where there is none. */
  private static double metric(CcCi server, String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(server.get("/metrics", "text/plain"));
    double sum = 0;
    while (line.find()) {
      sum += Double.parseDouble(line.group(1));
    }
    return sum;
  }
}
