package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
  private static final Map<String, String> ENV = Map.of("SET", "value", "EMPTY", "", "low", "l");

  private final Findings findings = new Findings();

  private String replaced(String text) {
    Node.Scalar scalar =
        new Node.Scalar(new Place("compose.yml", 7, "services.app.user"), text, false);
    Node result = new Interpolation(ENV::get, findings).apply(scalar);
    return String.valueOf(((Node.Scalar) result).value());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NULL",
      emptyValue = "",
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "$SET|value",
        "${SET}|value",
        "a${SET}b|avalueb",
        "$SET.x|value.x",
        "$low|l",
        "${UNSET}|\"\"",
        "$UNSET|\"\"",
        "${UNSET:-d}|d",
        "${EMPTY:-d}|d",
        "${SET:-d}|value",
        "${UNSET-d}|d",
        "${EMPTY-d}|\"\"",
        "${UNSET:-}|\"\"",
        "${UNSET:-a-b:c/d e}|a-b:c/d e",
        "${UNSET:-x}}|x}",
        "${UNSET:-${SET}}|${SET}",
        "${SET:?needed}|value",
        "${SET?needed}|value",
        "${EMPTY?needed}|\"\"",
        "$$SET|$SET",
        "$$$SET|$value",
        "$${SET}|${SET}",
        "costs $$5|costs $5",
        "$UNSET-suffix|suffix",
        "$SET-suffix|value",
        "no variable|no variable",
      })
  void replacesVariablesWithDockersGrammar(String text, String expected) {
    assertThat(replaced(text)).isEqualTo(expected);
    assertThat(findings.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${UNSET:?say which}|The variable UNSET must have a value: say which",
        "${EMPTY:?say which}|The variable EMPTY must have a value: say which",
        "${UNSET?}|The variable UNSET must have a value; set it",
        "${SET|has a '$' that begins no variable",
        "${1SET}|has a '$' that begins no variable",
        "${SET:+other}|has a '$' that begins no variable",
        "$5|has a '$' that begins no variable",
        "100$|has a '$' that begins no variable",
      })
  void saysWhereAVariableIsMissingOrNone(String text, String sentence) {
    replaced(text);

    assertThat(findings.all()).hasSize(1);
    assertThat(findings.all().getFirst().toString())
        .startsWith("compose.yml:7: ")
        .contains(sentence);
  }

  @Test
  void knowsWhichVariablesAreOptional() {
    assertThat(Interpolation.references("$A ${B} ${C:-x} ${D-} $$E ${F:?x}"))
        .containsExactly(
            new Interpolation.Reference("A", false),
            new Interpolation.Reference("B", false),
            new Interpolation.Reference("C", true),
            new Interpolation.Reference("D", true),
            new Interpolation.Reference("F", true));
  }
}
