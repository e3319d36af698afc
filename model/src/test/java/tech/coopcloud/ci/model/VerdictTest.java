package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "DEPENDENCY_NOT_ENROLLED",
        "DEPENDENCY_CYCLE",
        "DEPENDENCY_FAILED",
        "STAGE_TIMED_OUT",
        "TIMED_OUT"
      })
  void whatIsNotTheRecipesDoingHasNotFailed(Reason reason) {
    assertThat(Verdict.of(true, "False", reason.text(), false)).isEqualTo(Verdict.UNVERIFIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"REF_NOT_FOUND", "PROBE_FAILED", "DATA_LOST"})
  void whatIsTheRecipesDoingHas(Reason reason) {
    assertThat(Verdict.of(true, "False", reason.text(), false)).isEqualTo(Verdict.FAILED);
  }
}
