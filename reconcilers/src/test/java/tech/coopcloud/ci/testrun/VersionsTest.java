package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Published;

class VersionsTest {
  private static final Map<String, String> TAGS =
      Map.of(
          "0.9.0+6.0", "a",
          "1.0.0+6.1", "b",
          "1.10.0+6.2", "c",
          "1.9.0+7.0", "d",
          "latest", "e",
          "v3", "f");

  @Test
  void versionsAreOrderedByTheRecipesOwnSemver() {
    List<String> tags =
        new ArrayList<>(List.of("1.10.0+1", "1.9.0+9", "1.9.0-rc.1+9", "0.1.0+3.0", "1.9.0+10"));
    Collections.shuffle(tags);

    tags.sort(Versions::compare);

    assertThat(tags)
        .containsExactly("0.1.0+3.0", "1.9.0-rc.1+9", "1.9.0+10", "1.9.0+9", "1.10.0+1");
  }

  @Test
  void numbersCountBackFromTheVersionUnderTest() {
    assertThat(choose("1.10.0+6.2", "c", "1", "2"))
        .containsExactly(new Published("1.9.0+7.0", "d"), new Published("1.0.0+6.1", "b"));
  }

  @Test
  void aCommitThatIsNoVersionComesAfterEverythingPublished() {
    assertThat(choose("main", "x", "1")).containsExactly(new Published("1.10.0+6.2", "c"));
  }

  @Test
  void aCommitThatIsPublishedAlreadyIsNotUpgradedFromItself() {
    assertThat(choose("main", "c", "1")).containsExactly(new Published("1.9.0+7.0", "d"));
  }

  @Test
  void aNamedVersionIsTakenAsItStandsAndMissedWhereThereIsNone() {
    var choice = Versions.choose(TAGS, new Version("main", "x"), List.of("0.9.0+6.0", "5.0.0+1"));

    assertThat(choice.from()).containsExactly(new Published("0.9.0+6.0", "a"));
    assertThat(choice.missing()).containsExactly("5.0.0+1");
  }

  @Test
  void theFirstVersionHasNothingToUpgradeFrom() {
    assertThat(choose("0.9.0+6.0", "a", "1")).isEmpty();
  }

  private static List<Published> choose(String ref, String commit, String... wanted) {
    return Versions.choose(TAGS, new Version(ref, commit), List.of(wanted)).from();
  }
}
