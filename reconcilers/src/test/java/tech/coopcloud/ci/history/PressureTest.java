package tech.coopcloud.ci.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.model.TestRun;

class PressureTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a1 a2 a3          , a1 a2
          a1- a2 a3 a4      , a2 a3 a1-
          a1- a2- a3        , a1- a2-
          a1 a2- b1 b2- b3  , a1 b1 b2-
          a1 b1 a2 b2       , a1 b1
          """)
  void thoseThatPassedGoFirstAndTheOldestOfThem(String runs, String order) {
    List<TestRun> left = new ArrayList<>(FinishedRuns.of(runs));
    List<String> gone = new ArrayList<>();
    while (Pressure.of(left, FinishedRuns.NOON) instanceof Pressure.Delete(TestRun run)) {
      gone.add(run.getMetadata().getName());
      left.remove(run);
    }

    assertThat(String.join(" ", gone)).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a1                          , nothing left
          a1- b1 c1?                  , nothing left
          a1 a2?                      , nothing left
          a1? a2 a3                   , delete a2
          a1 a2 a3x                   , wait
          a1x b1                      , wait
          a1X a2x a3 a4               , wait
          a1X a2 a3                   , delete a2
          a1 a2 a3X                   , delete a1
          a1X a2                      , hanging a1X
          a1X a2X a3X a4 a5           , hanging a1X a2X a3X
          """)
  void oneGoesAtATimeAndTheNewestOfEachRecipeStays(String runs, String expected) {
    assertThat(text(Pressure.of(FinishedRuns.of(runs), FinishedRuns.NOON))).isEqualTo(expected);
  }

  @Test
  void runsWhoseManifestsWereNeverValidGoAsThoseOfOneRecipe() {
    List<TestRun> runs = FinishedRuns.of("a1 b1");
    runs.forEach(run -> run.setSpec(null));

    assertThat(text(Pressure.of(runs, FinishedRuns.NOON))).isEqualTo("delete a1");
  }

  private static String text(Pressure pressure) {
    return switch (pressure) {
      case Pressure.Delete(TestRun run) -> "delete " + run.getMetadata().getName();
      case Pressure.Wait() -> "wait";
      case Pressure.NothingLeft() -> "nothing left";
      case Pressure.Hanging(List<TestRun> runs) ->
          runs.stream()
              .map(run -> run.getMetadata().getName())
              .sorted()
              .collect(Collectors.joining(" ", "hanging ", ""));
    };
  }
}
