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
      double reconciles = metric(server, "cc_ci_reconciles_total\\{kind=\"testrun\",.*\\}");
      double commits = metric(server, "cc_ci_store_commits_total");

      server.request("counted", "site", "stages: [install]");
      TestRunStatus status = server.done("counted", Duration.ofMinutes(3)).getStatus();
      long seconds =
          Duration.between(Instant.parse(status.startedAt()), Instant.parse(status.finishedAt()))
              .toSeconds();
      // What comes after the end is the history of the recipe and the last events.
      Thread.sleep(2_000);
      double reconciled = metric(server, "cc_ci_reconciles_total\\{kind=\"testrun\",.*\\}");
      double committed = metric(server, "cc_ci_store_commits_total");
      System.out.printf(
          "one run of %d s: %.0f reconciles, %.0f commits%n",
          seconds, reconciled - reconciles, committed - commits);

      assertThat(reconciled - reconciles)
          .isBetween(5.0, MOST_RECONCILES + seconds * MOST_RECONCILES_A_SECOND);
      assertThat(committed - commits).isBetween(5.0, MOST_COMMITS);

      Thread.sleep(8_000);
      assertThat(metric(server, "cc_ci_reconciles_total\\{kind=\"testrun\",.*\\}"))
          .isEqualTo(reconciled);
      assertThat(metric(server, "cc_ci_store_commits_total")).isEqualTo(committed);
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
