package tech.coopcloud.ci.model;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a finished run says of its recipe. Whatever is not the recipe's doing is {@code Unverified}:
 * it is never presented as a failure of the recipe.
 */
public enum Verdict {
  PASSED,
  FAILED,
  UNVERIFIED;

  private static final Set<Reason> NOT_THE_RECIPE =
      EnumSet.of(
          Reason.NOT_VERIFIED,
          Reason.COVERAGE_GAP,
          Reason.EARLIER_STAGE,
          Reason.CANCELLED,
          Reason.SUPERSEDED,
          Reason.ALREADY_ACTIVE,
          Reason.DELETED,
          Reason.TIMED_OUT,
          Reason.STAGE_TIMED_OUT,
          Reason.PENDING_TIMEOUT,
          Reason.INFRASTRUCTURE,
          Reason.SOURCE_UNAVAILABLE,
          Reason.IMAGE_PULL_FAILED,
          Reason.NOT_SCHEDULED,
          Reason.DEPENDENCY_NOT_ENROLLED,
          Reason.DEPENDENCY_CYCLE,
          Reason.DEPENDENCY_FAILED,
          Reason.LEFTOVERS);

  /**
   * @param succeeded status of the condition {@code Succeeded}: True, False, Unknown or null
   * @param reason reason of that condition
   * @param stageFailed whether any stage's state is Failed
   * @return null while the run is under way
   */
  public static @Nullable Verdict of(
      boolean done, @Nullable String succeeded, @Nullable String reason, boolean stageFailed) {
    if (!done) {
      return null;
    }
    if ("True".equals(succeeded)) {
      return PASSED;
    }
    if (stageFailed) {
      return FAILED;
    }
    Reason why = Reason.of(reason);
    return "False".equals(succeeded) && (why == null || !NOT_THE_RECIPE.contains(why))
        ? FAILED
        : UNVERIFIED;
  }

  /** What the status says of its recipe; null while the run is under way. */
  public static @Nullable Verdict of(TestRunStatus status) {
    Condition succeeded = status.condition(ConditionType.SUCCEEDED);
    return of(
        status.phaseOrPending() == Phase.DONE,
        succeeded == null ? null : succeeded.getStatus(),
        succeeded == null ? null : succeeded.getReason(),
        status.stagesOrNone().stream().anyMatch(s -> s.state() == StageState.FAILED));
  }

  /** As it stands in a status: {@code Passed}. */
  public String text() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
