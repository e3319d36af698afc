package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weeks of runs in seconds: what is measured at the end is compared with the beginning. */
class SimulationTest {
  private static final int LINE = 3;
  private static final Simulation.Load LOAD = new Simulation.Load(20, 4, 3, 10, 10);

  @TempDir Path folder;

  @Test
  void weeksOfRunsSlowNeitherListsNorWritesNorPushesAndHistoryStaysBounded() throws Exception {
    try (Simulation weeks = new Simulation(folder, Duration.ofDays(LINE), LOAD)) {
      lines(weeks, 2);
      Simulation.Figures early = weeks.measure();
      lines(weeks, 8);
      Simulation.Figures late = weeks.measure();
      System.out.println("early: " + early + "\nlate: " + late);

      assertThat(late.runs()).isEqualTo(5 * early.runs());
      assertThat(late.objects()).isEqualTo(LOAD.recipes() * LOAD.keep());
      assertThat(weeks.archived()).isEqualTo(late.runs() - late.objects());
      // Two lines of status at most, whatever came before.
      assertThat(late.commits()).isLessThan(2 * early.commits());
      assertThat(late.list()).isLessThan(3 * early.list() + 1);
      assertThat(late.write()).isLessThan(3 * late.freshWrite() + 1);
      assertThat(late.spec()).isLessThan(3 * late.freshSpec() + 1);
      assertThat(late.push()).isLessThan(3 * late.freshPush() + 500);
      await().until(() -> weeks.packs() <= 2L * PackMerger.MANY);
      assertThat(weeks.fsck()).isEmpty();
    }
  }

  /** As many days as so many lines of history last. */
  private static void lines(Simulation weeks, int many) throws Exception {
    for (int i = 0; i < many; i++) {
      weeks.days(LINE);
    }
  }
}
