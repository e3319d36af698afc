package tech.coopcloud.ci.controller.dashboard;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleReason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.model.Verdict;

/**
 * How something stands: a word to read and a class that gives it its colour. A colour never stands
 * without its word.
 *
 * @param css passed, failed, unverified, running, waiting or skipped
 */
record Look(String text, String css) {
  private static final TestRunSpec NOTHING =
      new TestRunSpec("", null, null, null, null, null, null, null, null, null, null);

  static Look of(StageState state) {
    String word = state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
    return new Look(word, word.toLowerCase(Locale.ROOT));
  }

  /** Of a run: its verdict, or what it is doing. */
  static Look of(TestRun run) {
    Verdict verdict = verdict(run);
    if (verdict != null) {
      return of(verdict);
    }
    TestRunStatus status = status(run);
    return switch (status.phaseOrPending()) {
      case PENDING -> new Look("Queued", "waiting");
      case DEPLOYING -> new Look("Deploying", "running");
      case STAGE -> new Look("Testing", "running");
      case TEARING_DOWN -> new Look("Tearing down", "running");
      case DONE -> new Look("Unverified", "unverified");
    };
  }

  static Look of(Verdict verdict) {
    return new Look(verdict.text(), verdict.text().toLowerCase(Locale.ROOT));
  }

  /** Of a text that another part wrote: Passed, Failed or Unverified. */
  static @Nullable Look ofVerdict(@Nullable String text) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.text().equals(text)) {
        return of(verdict);
      }
    }
    return null;
  }

  static Look of(Schedule schedule) {
    Condition ready = ScheduleRow.status(schedule).ready();
    ScheduleReason reason = ready == null ? null : ScheduleReason.of(ready.getReason());
    return switch (reason) {
      case SCHEDULED -> new Look("Active", "passed");
      case SUSPENDED -> new Look("Suspended", "waiting");
      case INVALID_SCHEDULE -> new Look("Not valid", "failed");
      case RUNS_NOT_STARTED -> new Look("Not all started", "unverified");
      case RECIPE_NOT_ENROLLED -> new Look("Recipe missing", "unverified");
      case null -> new Look("New", "waiting");
    };
  }

  /** Null while the run is under way. */
  static @Nullable Verdict verdict(TestRun run) {
    return Verdict.of(status(run));
  }

  /** What was asked for; of a manifest that is not valid, nothing may be known. */
  static TestRunSpec spec(TestRun run) {
    TestRunSpec spec = run.getSpec();
    return spec == null || Objects.isNull(spec.recipe()) ? NOTHING : spec;
  }

  static TestRunStatus status(TestRun run) {
    TestRunStatus status = run.getStatus();
    return status == null ? TestRunStatus.empty() : status;
  }
}
