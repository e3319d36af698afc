package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/** Chooses the next step of a run from what was observed. Pure. */
final class Decider {
  /** A recipe that is enrolled by the same push as the run may arrive a moment after it. */
  static final Duration ENROLMENT_GRACE = Duration.ofSeconds(3);

  private static final Duration ENROLMENT_LOOK = Duration.ofMillis(250);

  /** Before the second attempt of a stage; twice that before the third. */
  static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

  /** How long the swarm may take to let go of what was removed, before it is called a leftover. */
  static final Duration REMOVAL_PATIENCE = Duration.ofSeconds(90);

  private Decider() {}

  static Decision decide(RunView view) {
    return switch (view.status().phaseOrPending()) {
      case DONE -> mended(view) ? new Decision.StartOver() : new Decision.Rest();
      case TEARING_DOWN -> tearingDown(view);
      case PENDING, DEPLOYING, STAGE -> {
        if (view.spec() == null
            && !view.deleting()
            && Summary.refusedByStore(view.status()) == null) {
          yield new Decision.Wait(ENROLMENT_LOOK, "the manifest has no spec");
        }
        Decision end = end(view);
        yield end != null ? end : advance(view);
      }
    };
  }

  private static Decision advance(RunView view) {
    TestRunStatus status = view.status();
    return switch (status.phaseOrPending()) {
      case PENDING -> pending(view);
      case DEPLOYING, STAGE -> status.commit() == null ? new Decision.Fetch() : stage(view);
      case TEARING_DOWN, DONE -> throw new IllegalStateException("not a phase to advance from");
    };
  }

  private static Decision pending(RunView view) {
    if (view.recipe() == null) {
      return isFresh(view)
          ? new Decision.Wait(ENROLMENT_LOOK, "the recipe is not enrolled yet")
          : new Decision.End(
              StageState.UNVERIFIED,
              Reason.RECIPE_NOT_ENROLLED,
              "The recipe \""
                  + view.spec().recipe()
                  + "\" is not enrolled in namespace "
                  + view.namespace()
                  + ": commit a Recipe of that name, or correct spec.recipe.");
    }
    Dependencies.Problem problem = view.dependencies().problem();
    if (problem != null && Stages.of(view.spec()).stream().anyMatch(it -> it != StageName.LINT)) {
      return isFresh(view)
          ? new Decision.Wait(ENROLMENT_LOOK, "a dependency is not enrolled yet")
          : new Decision.End(StageState.UNVERIFIED, problem.reason(), problem.sentence());
    }
    return view.queuePosition() > 0
        ? new Decision.Enqueue(view.queuePosition())
        : new Decision.Admit();
  }

  private static boolean isFresh(RunView view) {
    return Duration.between(view.created(), view.now()).compareTo(ENROLMENT_GRACE) < 0;
  }

  private static Decision stage(RunView view) {
    StageStatus stage = view.stage();
    String started = stage.startedAt();
    int tries = stage.attemptsOrOne();
    if (tries > 1 && started != null) {
      Instant due = Instant.parse(started).plus(RETRY_PAUSE.multipliedBy(tries - 1L));
      if (view.now().isBefore(due)) {
        return new Decision.Wait(
            Duration.between(view.now(), due), "the stage is tried again at " + due);
      }
    }
    return Plan.next(view);
  }

  private static Decision tearingDown(RunView view) {
    Instant heldUntil = heldUntil(view);
    if (heldUntil != null && view.now().isBefore(heldUntil)) {
      return new Decision.Wait(
          Duration.between(view.now(), heldUntil), "the deployment is held until " + heldUntil);
    }
    if (view.observed().isEmpty()) {
      return new Decision.Conclude();
    }
    Instant since = teardownSince(view);
    return view.now().isAfter(since.plus(REMOVAL_PATIENCE))
        ? new Decision.Conclude()
        : new Decision.RemoveStack();
  }

  /** Until when a failed deployment is held to be looked at, or null. */
  private static @Nullable Instant heldUntil(RunView view) {
    if (view.deleting() || view.spec() == null || view.spec().cancelled()) {
      return null;
    }
    Duration keep = view.spec().keepOrNone();
    boolean failed =
        view.status().stagesOrNone().stream().anyMatch(s -> s.state() == StageState.FAILED);
    return keep.isZero() || !failed ? null : lastStageEnd(view).plus(keep);
  }

  private static Instant teardownSince(RunView view) {
    Instant held = heldUntil(view);
    return held == null ? lastStageEnd(view) : held;
  }

  private static Instant lastStageEnd(RunView view) {
    return view.status().stagesOrNone().stream()
        .map(StageStatus::finishedAt)
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElse(view.now());
  }

  /** What ends a run before its time. */
  private static @Nullable Decision end(RunView view) {
    TestRunStatus status = view.status();
    if (view.deleting()) {
      return new Decision.End(
          StageState.UNVERIFIED, Reason.DELETED, "The run was deleted before it was done.");
    }
    Condition notAccepted = Summary.refusedByStore(status);
    if (notAccepted != null) {
      return new Decision.End(
          StageState.UNVERIFIED, Reason.INVALID_MANIFEST, notAccepted.getMessage());
    }
    if (view.spec().cancelled()) {
      return new Decision.End(
          StageState.UNVERIFIED, Reason.CANCELLED, "The run was cancelled before it was done.");
    }
    Decision crowdedOut = Overlap.end(view);
    if (crowdedOut != null) {
      return crowdedOut;
    }
    String unenrolled = unenrolled(view);
    if (unenrolled != null) {
      return new Decision.End(
          StageState.UNVERIFIED,
          Reason.RECIPE_NOT_ENROLLED,
          "The recipe \""
              + unenrolled
              + "\", which the run works with, was taken out while it was under way: enroll it and start the run"
              + " again.");
    }
    if (status.startedAt() == null
        && view.now().isAfter(view.created().plus(view.spec().pendingTimeoutOrDefault()))) {
      return new Decision.End(
          StageState.UNVERIFIED,
          Reason.PENDING_TIMEOUT,
          "The run waited longer than its pendingTimeout for a free slot: start it again, or give cc-ci more"
              + " capacity.");
    }
    Instant deadline = runDeadline(view);
    if (deadline != null && view.now().isAfter(deadline)) {
      return new Decision.End(
          StageState.UNVERIFIED,
          Reason.TIMED_OUT,
          "The run took longer than its timeout of "
              + view.spec().timeoutOrDefault().toSeconds()
              + " s: see in the log what it waited for, or raise spec.timeout.");
    }
    Instant stageDeadline = stageDeadline(view);
    Duration limit = stageLimit(view);
    if (stageDeadline != null && limit != null && view.now().isAfter(stageDeadline)) {
      String stage = view.stage().name().text();
      return new Decision.TimeOutStage(
          "The stage "
              + stage
              + " took longer than the "
              + limit.toSeconds()
              + " s that the Recipe gives it: see in the log what it waited for, or raise timeouts."
              + stage
              + " of the Recipe.");
    }
    return null;
  }

  /** A recipe that the run works with and that is not there any more, or null. */
  private static @Nullable String unenrolled(RunView view) {
    if (view.status().startedAt() == null) {
      return null;
    }
    if (view.recipe() == null) {
      return view.spec().recipe();
    }
    return view.status().dependenciesOrNone().stream()
        .map(Dependency::recipe)
        .filter(name -> !view.dependencies().recipes().containsKey(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * When the run or its stage is over its timeout, whichever is first; null while neither has one.
   */
  static @Nullable Instant deadline(RunView view) {
    return Stream.of(runDeadline(view), stageDeadline(view))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Null while no stage is at work or the Recipe sets it no limit. */
  private static @Nullable Instant stageDeadline(RunView view) {
    Duration limit = stageLimit(view);
    String started = limit == null ? null : view.stage().startedAt();
    return limit == null || started == null ? null : Instant.parse(started).plus(limit);
  }

  private static @Nullable Duration stageLimit(RunView view) {
    StageName name = view.status().stage();
    return name == null || view.recipe() == null ? null : view.recipeSpec().timeout(name);
  }

  /** Null while nothing is deployed. */
  private static @Nullable Instant runDeadline(RunView view) {
    String deployed = view.status().deployedAt();
    return deployed == null ? null : Instant.parse(deployed).plus(view.spec().timeoutOrDefault());
  }

  private static boolean mended(RunView view) {
    return !view.deleting()
        && view.status().stagesOrNone().stream()
            .anyMatch(stage -> Reason.INVALID_MANIFEST.text().equals(stage.reason()))
        && Summary.refusedByStore(view.status()) == null
        && view.spec() != null
        && view.status().observedGeneration() != null
        && view.run().getMetadata().getGeneration() > view.status().observedGeneration();
  }
}
