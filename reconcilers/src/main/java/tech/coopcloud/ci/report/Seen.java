package tech.coopcloud.ci.report;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** What is read of a run, where parts of it may be missing. */
final class Seen {
  private Seen() {}

  static TestRunStatus status(TestRun run) {
    return Objects.requireNonNullElseGet(run.getStatus(), TestRunStatus::empty);
  }

  /** Why it ended as it did, or null. */
  static @Nullable Condition succeeded(TestRun run) {
    return status(run).condition(ConditionType.SUCCEEDED);
  }

  /** The commit that is tested, where it is known. */
  static @Nullable String commit(TestRun run) {
    String pinned = status(run).commit();
    String ref = run.getSpec().ref();
    return pinned == null && ref != null && ref.matches("[0-9a-f]{40}") ? ref : pinned;
  }

  static String word(StageState state) {
    return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** How long a finished stage took: {@code 8 s}, {@code 2 min 5 s}; empty for others. */
  static String took(StageStatus stage) {
    try {
      if (stage.startedAt() == null || stage.finishedAt() == null) {
        return "";
      }
      Duration took =
          Duration.between(Instant.parse(stage.startedAt()), Instant.parse(stage.finishedAt()));
      return took.toMinutes() == 0
          ? Math.max(0, took.toSeconds()) + " s"
          : took.toMinutes() + " min " + took.toSecondsPart() + " s";
    } catch (DateTimeException e) {
      return "";
    }
  }
}
