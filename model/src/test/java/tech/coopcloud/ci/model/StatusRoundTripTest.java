package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusRoundTripTest {
  private final KubernetesSerialization json = new KubernetesSerialization();

  @Test
  void aStatusIsReadBackAsItWasWritten() {
    TestRunStatus status =
        TestRunStatus.empty()
            .edit()
            .phase(Phase.TEARING_DOWN)
            .stage(StageName.INSTALL)
            .level(1)
            .build()
            .withStage(
                StageStatus.waiting(StageName.INSTALL)
                    .started("2026-01-02T03:04:05Z")
                    .withCheck(Check.passed("https", "200 as expected"))
                    .finished(
                        StageState.PASSED, Reason.PASSED, "It installs.", "2026-01-02T03:05:05Z"));

    String text = json.asJson(status);

    assertThat(text)
        .contains("\"phase\":\"TearingDown\"", "\"name\":\"install\"", "\"state\":\"Passed\"");
    assertThat(json.unmarshal(text, TestRunStatus.class)).isEqualTo(status);
  }

  @Test
  void aStageIsReplacedInPlace() {
    TestRunStatus status =
        TestRunStatus.empty()
            .withStage(StageStatus.waiting(StageName.INSTALL))
            .withStage(StageStatus.waiting(StageName.UPGRADE))
            .withStage(StageStatus.waiting(StageName.INSTALL).started("2026-01-02T03:04:05Z"));

    assertThat(status.stagesOrNone())
        .extracting(StageStatus::name, StageStatus::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(StageName.INSTALL, StageState.RUNNING),
            org.assertj.core.groups.Tuple.tuple(StageName.UPGRADE, StageState.WAITING));
  }

  @Test
  void stagesRunInTheirOwnOrderWhateverTheManifestSays() {
    TestRunSpec spec =
        json.unmarshal(
            "{\"recipe\":\"a\",\"stages\":[\"restore\",\"install\",\"install\"]}",
            TestRunSpec.class);
    assertThat(spec.stagesOrAll()).isEqualTo(List.of(StageName.INSTALL, StageName.RESTORE));
  }

  @Test
  void durationsAreReadAsPeopleWriteThem() {
    assertThat(Formats.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Formats.duration("45s")).isEqualTo(Duration.ofSeconds(45));
    assertThatThrownBy(() -> Formats.duration("soon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"soon\" is not a duration");
    assertThatThrownBy(() -> Formats.duration("")).isInstanceOf(IllegalArgumentException.class);
  }
}
