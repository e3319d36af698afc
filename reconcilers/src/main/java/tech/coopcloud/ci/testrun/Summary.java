package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/**
 * The one place that puts a status into conditions, level and verdict. Pure. A condition that says
 * what it said before keeps its time, so that nothing is written for it.
 */
final class Summary {
  private static final Set<Reason> NOT_ACCEPTED =
      Set.of(
          Reason.RECIPE_NOT_ENROLLED,
          Reason.DEPENDENCY_NOT_ENROLLED,
          Reason.DEPENDENCY_CYCLE,
          Reason.REF_NOT_FOUND,
          Reason.SOURCE_REFUSED,
          Reason.INVALID_RECIPE,
          Reason.NAME_TOO_LONG,
          Reason.NOT_ALLOWED);

  private Summary() {}

  /** The status with its conditions, level and observedGeneration as they follow from the rest. */
  static TestRunStatus of(TestRunStatus status, long generation, Instant now) {
    List<Condition> conditions = new ArrayList<>(status.conditionsOrNone());
    String time = time(now);
    set(conditions, accepted(status), time, generation);
    set(
        conditions,
        fromCheck(status, ConditionType.DEPLOYED, Checks.CREATED, Reason.DEPLOYED),
        time,
        generation);
    set(
        conditions,
        fromCheck(status, ConditionType.HEALTHY, Checks.CONVERGED, Reason.HEALTHY),
        time,
        generation);
    set(conditions, cleanedUp(status), time, generation);
    set(conditions, succeeded(status), time, generation);
    Levels levels = Levels.of(status);
    return status
        .edit()
        .conditions(List.copyOf(conditions))
        .level(levels.level())
        .levelCap(levels.cap())
        .observedGeneration(generation)
        .build();
  }

  /** RFC 3339, UTC, in milliseconds. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The condition by which the store says that the manifest in git is not valid, or null. */
  static @Nullable Condition refusedByStore(TestRunStatus status) {
    Condition accepted = status.condition(ConditionType.ACCEPTED);
    return accepted != null
            && "False".equals(accepted.getStatus())
            && Set.of(Reason.INVALID_MANIFEST.text(), Reason.DUPLICATE_MANIFEST.text())
                .contains(accepted.getReason())
        ? accepted
        : null;
  }

  private static @Nullable Condition accepted(TestRunStatus status) {
    Condition refused = refusedByStore(status);
    if (refused != null) {
      return refused;
    }
    for (StageStatus stage : status.stagesOrNone()) {
      Reason reason = Reason.of(stage.reason());
      if (reason != null && NOT_ACCEPTED.contains(reason)) {
        return condition(ConditionType.ACCEPTED, "False", reason, stage.message());
      }
    }
    return status.commit() == null
        ? null
        : condition(ConditionType.ACCEPTED, "True", Reason.ACCEPTED, null);
  }

  private static @Nullable Condition fromCheck(
      TestRunStatus status, ConditionType type, String checkName, Reason good) {
    StageStatus install = status.stage(StageName.INSTALL);
    Check check = install == null ? null : install.check(checkName);
    if (install == null || check == null) {
      return null;
    }
    return switch (check.state()) {
      case PASSED -> condition(type, "True", good, null);
      case FAILED -> condition(type, "False", reasonOf(install), check.message());
      default -> condition(type, "Unknown", reasonOf(install), check.message());
    };
  }

  private static @Nullable Condition cleanedUp(TestRunStatus status) {
    return switch (status.phaseOrPending()) {
      case TEARING_DOWN -> condition(ConditionType.CLEANED_UP, "False", Reason.TEARING_DOWN, null);
      case DONE ->
          status.leftoversOrNone().isEmpty()
              ? condition(ConditionType.CLEANED_UP, "True", Reason.REMOVED, null)
              : condition(
                  ConditionType.CLEANED_UP,
                  "False",
                  Reason.LEFTOVERS,
                  "Still in the swarm: "
                      + String.join(", ", status.leftoversOrNone())
                      + ". cc-ci goes on trying; see the engine's log for what holds them.");
      default -> null;
    };
  }

  private static Condition succeeded(TestRunStatus status) {
    if (status.phaseOrPending() != Phase.DONE) {
      return condition(
          ConditionType.SUCCEEDED,
          "Unknown",
          status.phaseOrPending() == Phase.PENDING
              ? Reason.QUEUED
              : status.phaseOrPending() == Phase.TEARING_DOWN
                  ? Reason.TEARING_DOWN
                  : Reason.RUNNING,
          null);
    }
    StageStatus failed = first(status, StageState.FAILED);
    if (failed != null) {
      return condition(
          ConditionType.SUCCEEDED,
          "False",
          reasonOf(failed),
          failed.name().text() + ": " + failed.message());
    }
    StageStatus unverified = first(status, StageState.UNVERIFIED);
    if (unverified != null) {
      return condition(
          ConditionType.SUCCEEDED,
          "False",
          reasonOf(unverified),
          unverified.name().text() + ": " + unverified.message());
    }
    if (!status.leftoversOrNone().isEmpty()) {
      return condition(
          ConditionType.SUCCEEDED,
          "False",
          Reason.LEFTOVERS,
          "Every stage passed, but not everything could be removed from the swarm.");
    }
    return condition(ConditionType.SUCCEEDED, "True", Reason.PASSED, null);
  }

  private static @Nullable StageStatus first(TestRunStatus status, StageState state) {
    return status.stagesOrNone().stream().filter(s -> s.state() == state).findFirst().orElse(null);
  }

  private static Reason reasonOf(StageStatus stage) {
    Reason reason = Reason.of(stage.reason());
    return reason == null ? Reason.STAGE_FAILED : reason;
  }

  private static Condition condition(
      ConditionType type, String status, Reason reason, @Nullable String message) {
    return new ConditionBuilder()
        .withType(type.text())
        .withStatus(status)
        .withReason(reason.text())
        .withMessage(message == null ? reason.sentence() : message)
        .build();
  }

  private static void set(
      List<Condition> conditions, @Nullable Condition wanted, String time, long generation) {
    if (wanted == null) {
      return;
    }
    for (int i = 0; i < conditions.size(); i++) {
      Condition old = conditions.get(i);
      if (old.getType().equals(wanted.getType())) {
        if (saysTheSame(old, wanted)) {
          return;
        }
        boolean flipped = !Objects.equals(old.getStatus(), wanted.getStatus());
        conditions.set(
            i, stamped(wanted, flipped ? time : old.getLastTransitionTime(), generation));
        return;
      }
    }
    conditions.add(stamped(wanted, time, generation));
  }

  private static boolean saysTheSame(Condition a, Condition b) {
    return Objects.equals(a.getStatus(), b.getStatus())
        && Objects.equals(a.getReason(), b.getReason())
        && Objects.equals(a.getMessage(), b.getMessage());
  }

  private static Condition stamped(Condition condition, String time, long generation) {
    return new ConditionBuilder(condition)
        .withLastTransitionTime(time)
        .withObservedGeneration(generation)
        .build();
  }
}
