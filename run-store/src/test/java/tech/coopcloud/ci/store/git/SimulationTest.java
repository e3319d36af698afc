package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months of runs in seconds: what is measured at the end is compared with the beginning. */
class SimulationTest {
  private static final int WEEK = 7;
  private static final Simulation.Load LOAD = new Simulation.Load(20, 4, 3, 10, 10);

  @TempDir Path folder;

  @Test
  void monthsOfRunsSlowNeitherListsNorWritesNorPushesAndHistoryStaysBounded() throws Exception {
    try (Simulation months = new Simulation(folder, Duration.ofDays(WEEK), LOAD)) {
      months.days(2 * WEEK);
      Simulation.Figures early = months.measure();
      months.days(10 * WEEK);
      Simulation.Figures late = months.measure();
      System.out.println("early: " + early + "\nlate: " + late);

      assertThat(late.runs()).isEqualTo(6 * early.runs());
      assertThat(late.objects()).isEqualTo(LOAD.recipes() * LOAD.keep());
      assertThat(months.archived()).isEqualTo(late.runs() - late.objects());
      // Two weeks of status at most, whatever came before.
      assertThat(late.commits()).isLessThan(2 * early.commits());
      assertThat(late.list()).isLessThan(3 * early.list() + 1);
      assertThat(late.write()).isLessThan(3 * early.write());
      assertThat(late.push()).isLessThan(3 * early.push() + 500);
      await().atMost(Duration.ofSeconds(30)).until(() -> months.packs() <= 2L * PackMerger.MANY);
      assertThat(months.fsck()).isEmpty();
    }
  }
}
