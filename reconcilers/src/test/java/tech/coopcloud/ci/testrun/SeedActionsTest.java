package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Action;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.model.HttpCheck;
import tech.coopcloud.ci.model.Seed;

class SeedActionsTest {
  private static final Action WRITES = exec("put", "a={{seed}}");
  private static final Action READS =
      new Action(
          new HttpCheck("GET", "/", null, null, null, null, Map.of("$.a", "{{ seed }}")), null);
  private static final Action FIXED = exec("get", "a");

  @Test
  void aSeedCanBeChangedWhenItsValueIsWrittenAndRead() {
    assertThat(SeedActions.changeable(new Seed("a", WRITES, READS))).isTrue();
    assertThat(SeedActions.changeable(new Seed("a", WRITES, FIXED))).isFalse();
    assertThat(SeedActions.changeable(new Seed("a", FIXED, READS))).isFalse();
    assertThat(SeedActions.changeable(new Seed("a", null, READS))).isFalse();
  }

  private static Action exec(String... command) {
    return new Action(null, new ExecCheck("db", List.of(command), null, null));
  }
}
