package tech.coopcloud.ci.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.HttpCheck;

class DeclaredTest {
  private static final HttpCheck HTTP = new HttpCheck(null, "/", null, null, null, null, null);
  private static final ExecCheck EXEC = new ExecCheck(null, List.of("true"), null, null);

  private static FunctionalCheck http(String name) {
    return new FunctionalCheck(name, HTTP, null, null);
  }

  @Test
  void checksOfOneKindAndOneNameEachAreFine() {
    assertThat(
            Declared.problem(
                List.of(http("a"), new FunctionalCheck("b", null, null, EXEC)), "tests"::equals))
        .isNull();
  }

  @Test
  void twoOfOneNameANameOfOursAndTwoKindsAreSaid() {
    assertThat(Declared.problem(List.of(http("a"), http("a")), "tests"::equals))
        .isEqualTo("The Recipe has two checks named \"a\": rename one.");
    assertThat(Declared.problem(List.of(http("tests")), "tests"::equals))
        .isEqualTo(
            "The Recipe names a check \"tests\", which is a name of cc-ci's own: give it another.");
    assertThat(
            Declared.problem(List.of(new FunctionalCheck("a", HTTP, null, EXEC)), "tests"::equals))
        .isEqualTo(
            "The check \"a\" of the Recipe has 2 of http, browser and exec: give it exactly one.");
    assertThat(
            Declared.problem(List.of(new FunctionalCheck("a", null, null, null)), "tests"::equals))
        .isNotNull();
  }
}
