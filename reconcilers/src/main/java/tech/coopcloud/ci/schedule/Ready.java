package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.coopcloud.ci.model.ScheduleReason;
import tech.coopcloud.ci.model.ScheduleStatus;
import tech.coopcloud.ci.model.ScheduledRun;

/**
 * Whether a Schedule does what it is for, and else why not.
 *
 * @param message says what, where and what to do
 */
record Ready(ScheduleReason reason, String message) {

  static final Ready SUSPENDED =
      new Ready(ScheduleReason.SUSPENDED, ScheduleReason.SUSPENDED.sentence());

  /**
   * @param missing recipes that are named and not enrolled
   * @param runs what came of the last time
   */
  static Ready of(List<String> missing, List<ScheduledRun> runs) {
    if (!missing.isEmpty()) {
      return new Ready(
          ScheduleReason.RECIPE_NOT_ENROLLED,
          "spec.recipes names "
              + String.join(", ", missing)
              + ", which is not enrolled: enroll it, or take it out. The others are started.");
    }
    List<ScheduledRun> failed = runs.stream().filter(run -> run.run() == null).toList();
    if (!failed.isEmpty()) {
      ScheduledRun first = failed.getFirst();
      return new Ready(
          ScheduleReason.RUNS_NOT_STARTED,
          failed.size()
              + " of "
              + runs.size()
              + " recipes could not be started at the last time. "
              + first.recipe()
              + ": "
              + first.problem());
    }
    return new Ready(ScheduleReason.SCHEDULED, ScheduleReason.SCHEDULED.sentence());
  }

  static Ready invalid(InvalidScheduleException e) {
    return new Ready(ScheduleReason.INVALID_SCHEDULE, String.valueOf(e.getMessage()));
  }

  /** Whether a condition says that a person has to mend something. */
  static boolean isProblem(Condition condition) {
    return "False".equals(condition.getStatus())
        && !ScheduleReason.SUSPENDED.text().equals(condition.getReason());
  }

  /** The status with this as its condition; other conditions in it are kept. */
  ScheduleStatus in(ScheduleStatus status, Instant now, long generation) {
    Condition old = status.ready();
    String since =
        old != null && reason.status().equals(old.getStatus())
            ? old.getLastTransitionTime()
            : now.toString();
    Condition ready =
        new ConditionBuilder()
            .withType(ScheduleReason.READY)
            .withStatus(reason.status())
            .withReason(reason.text())
            .withMessage(message)
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build();
    List<Condition> conditions =
        new ArrayList<>(status.conditionsOrNone().stream().filter(c -> !c.equals(old)).toList());
    conditions.add(ready);
    return status.judged(List.copyOf(conditions), generation);
  }
}
