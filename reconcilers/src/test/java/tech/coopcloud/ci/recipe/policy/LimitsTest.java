package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Allowance;
import tech.coopcloud.ci.recipe.ServiceSpec.LogDriver;

class LimitsTest {
  @Test
  void aRecipeRaisesThemByName() {
    Limits raised =
        Limits.DEFAULT.raisedBy(
            List.of(
                new Allowance("memory:2G", "a JVM"),
                new Allowance("cpus:1.5", "a JVM"),
                new Allowance("pids:2000", "a JVM")));

    assertThat(raised).isEqualTo(new Limits(1_500_000_000L, 2L << 30, 2000));
    assertThat(Limits.DEFAULT.raisedBy(List.of(new Allowance("memory:64M", "less"))))
        .isEqualTo(Limits.DEFAULT);
  }

  @Test
  void whatRaisesThemIsShownWithItsReason() {
    assertThat(
            Limits.DEFAULT.raisesAmong(
                List.of(
                    new Allowance("memory:2G", "A JVM."),
                    new Allowance("memory:64M", "Less."),
                    new Allowance("host-port:25", "Mail."))))
        .extracting(Judgement.Allowed::sentence)
        .containsExactly(
            "The Recipe allows 'memory:2G': every service may use more than the default."
                + " Its reason: A JVM.");
  }

  @Test
  void theEngineKeepsLittleOfWhatAServicePrints() {
    LogDriver little = new LogDriver("json-file", Map.of("max-size", "32m", "max-file", "2"));
    assertThat(LogBound.of(null)).isEqualTo(little);
    assertThat(LogBound.of(new LogDriver("json-file", Map.of("max-size", "900g"))))
        .isEqualTo(little);
    assertThat(LogBound.of(new LogDriver("", Map.of("max-size", "-1")))).isEqualTo(little);
    LogDriver less = new LogDriver("local", Map.of("max-size", "5m", "max-file", "1"));
    assertThat(LogBound.of(less)).isEqualTo(less);
  }

  @Test
  void anAmountThatIsAllowedCoversWhatIsBelow() {
    assertThat(Budget.covers("replicas:50", "replicas:11")).isTrue();
    assertThat(Budget.covers("replicas:50", "replicas:51")).isFalse();
    assertThat(Budget.covers("tasks:50", "replicas:11")).isFalse();
    assertThat(Budget.covers("host-port:8080", "host-port:25")).isFalse();
  }
}
