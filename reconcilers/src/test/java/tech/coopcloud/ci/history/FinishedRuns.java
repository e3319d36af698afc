package tech.coopcloud.ci.history;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;

/** Runs that are over, of recipes with names of one letter. */
final class FinishedRuns {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private FinishedRuns() {}

  /**
   * @param names with a space between, the one that ended first first: the recipe, a number, and
   *     {@code -} where it did not pass, {@code ?} where it goes on, {@code x} where it was deleted
   *     just now, {@code X} where that was two minutes before noon
   */
  static List<TestRun> of(String names) {
    List<TestRun> runs = new ArrayList<>();
    for (String name : names.split(" ")) {
      runs.add(run(name, NOON.minusSeconds(3600 - runs.size())));
    }
    return runs;
  }

  private static TestRun run(String name, Instant end) {
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("default")
            .withDeletionTimestamp(deleted(name))
            .build());
    run.setSpec(
        new TestRunSpec(
            name.substring(0, 1), null, null, null, null, null, null, null, null, null, null));
    boolean goesOn = name.endsWith("?");
    run.setStatus(
        TestRunStatus.empty()
            .edit()
            .phase(goesOn ? Phase.STAGE : Phase.DONE)
            .finishedAt(goesOn ? null : end.toString())
            .conditions(
                List.of(
                    new ConditionBuilder()
                        .withType("Succeeded")
                        .withStatus(name.contains("-") ? "False" : "True")
                        .build()))
            .build());
    return run;
  }

  private static @Nullable String deleted(String name) {
    return switch (name.charAt(name.length() - 1)) {
      case 'x' -> NOON.toString();
      case 'X' -> NOON.minusSeconds(120).toString();
      default -> null;
    };
  }
}
