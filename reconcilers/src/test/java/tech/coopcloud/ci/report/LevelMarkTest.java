package tech.coopcloud.ci.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelMarkTest {
  @Test
  void theLevelStandsAtTheEndAndOnlyTheNumberChanges() {
    String shown = LevelMark.in("A wiki", 3);

    assertThat(shown).isEqualTo("A wiki · cc-ci: level 3");
    assertThat(LevelMark.in(shown, 5)).isEqualTo("A wiki · cc-ci: level 5");
    assertThat(LevelMark.in(shown, 3)).isEqualTo(shown);
    assertThat(LevelMark.in("", 0)).isEqualTo("cc-ci: level 0");
  }

  @Test
  void whatSomebodyWritesAroundItStays() {
    assertThat(LevelMark.in("Our wiki · cc-ci: level 3, since May", 4))
        .isEqualTo("Our wiki · cc-ci: level 4, since May");
    assertThat(LevelMark.in("Our wiki · cc-ci: level 3, since May", null))
        .isEqualTo("Our wiki, since May");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A wiki",
        "A wiki ",
        " · ",
        "costs $1 \\ a · b",
        "ends\n",
        "cc-ci: level high"
      })
  void takenAwayItLeavesWhatWasThereBefore(String theirs) {
    assertThat(LevelMark.in(LevelMark.in(theirs, 5), null)).isEqualTo(theirs);
    assertThat(LevelMark.in(theirs, null)).isEqualTo(theirs);
  }
}
