package tech.coopcloud.ci.controller.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.coopcloud.ci.model.StageName;

class CommandTest {
  @Test
  void theWordAloneAsksForEverything() {
    assertThat(Command.of(" \n!testme \r\n")).contains(new Command.Start(List.of(), null));
  }

  @Test
  void stagesAreTakenInTheOrderInWhichTheyRun() {
    assertThat(Command.of("!testme upgrade  lint upgrade"))
        .contains(new Command.Start(List.of(StageName.LINT, StageName.UPGRADE), null));
  }

  @Test
  void aFailedDeploymentMayBeKeptForAWhile() {
    assertThat(Command.of("!testme --keep")).contains(new Command.Start(List.of(), "30m"));
    assertThat(Command.of("!testme install --keep=2h"))
        .contains(new Command.Start(List.of(StageName.INSTALL), "2h"));
  }

  @Test
  void cancelStandsAlone() {
    assertThat(Command.of("!testme cancel")).contains(new Command.Cancel());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!testme cancel install",
        "!testme please",
        "!testme --keep=5h",
        "!testme --keep=",
        "!testme --keep=forever",
        "!testme @member",
        "!testme Install"
      })
  void whatIsNoOptionIsSaidWithoutRepeatingIt(String comment) {
    assertThat(Command.of(comment).orElseThrow())
        .isInstanceOfSatisfying(
            Command.Malformed.class,
            malformed ->
                assertThat(malformed.sentence())
                    .contains("lint, install, functional, backup, restore, upgrade")
                    .doesNotContain("please", "member", "Install"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "testme",
        "!testmenow",
        "!TESTME",
        "please !testme",
        "> !testme",
        "`!testme`",
        "!testme\nand tell me",
        "Thanks!\n!testme",
        "!test me"
      })
  void whatIsNotExactlyACommandIsNotForUs(String comment) {
    assertThat(Command.of(comment)).isEmpty();
  }
}
