package tech.coopcloud.ci.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.swarm.ExecResult;

class ExecExpectationTest {
  private static Judgement judge(ExecCheck check, int exitCode, String output)
      throws UnknownPlaceholderException {
    return ExecExpectation.of(check, Templates.of(Map.of()))
        .judge("occ in service app", new ExecResult(exitCode, output));
  }

  @Test
  void theExitCodeIs0UnlessToldOtherwise() throws UnknownPlaceholderException {
    assertThat(judge(new ExecCheck(null, List.of("occ"), null, null), 0, "").asExpected()).isTrue();
    assertThat(judge(new ExecCheck(null, List.of("occ"), 3, null), 3, "").asExpected()).isTrue();
    assertThat(judge(new ExecCheck(null, List.of("occ"), null, null), 1, "no\nway").sentence())
        .isEqualTo("occ in service app ended with exit code 1, expected was 0 (it wrote: no way).");
  }

  @Test
  void theOutputMustContainWhatIsExpected() throws UnknownPlaceholderException {
    ExecCheck check = new ExecCheck(null, List.of("occ"), null, "installed: true");

    assertThat(judge(check, 0, "- installed: true\n").asExpected()).isTrue();
    assertThat(judge(check, 0, "").sentence())
        .isEqualTo(
            "occ in service app ended with exit code 0 without the expected text \"installed: true\""
                + " (it wrote nothing).");
  }
}
