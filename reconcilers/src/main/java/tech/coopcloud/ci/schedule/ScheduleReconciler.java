package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.event.EventRecorder;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.ScheduleStatus;
import tech.coopcloud.ci.model.ScheduledRun;

/**
 * Starts the runs of a Schedule's latest time that has come, and sets the alarm for the next. How
 * far it has come is in the status: killed in between, it starts the same runs again, which are
 * there by then.
 */
@ControllerConfiguration(name = "schedule")
final class ScheduleReconciler implements Reconciler<Schedule> {
  /** What could not be started is tried again so often, and for so long. */
  private static final Duration TRY_EVERY = Duration.ofMinutes(5);

  private static final Duration TRY_FOR = Duration.ofHours(1);

  /** Behind the alarm: looks without being woken. */
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private final Recipes recipes;
  private final Launch launch;
  private final Alarm alarm;
  private final EventRecorder events;
  private final Wakeups wakeups;
  private final Clock clock;

  ScheduleReconciler(
      Recipes recipes,
      Launch launch,
      Alarm alarm,
      EventRecorder events,
      Wakeups wakeups,
      Clock clock) {
    this.recipes = recipes;
    this.launch = launch;
    this.alarm = alarm;
    this.events = events;
    this.wakeups = wakeups;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Schedule>> prepareEventSources(EventSourceContext<Schedule> context) {
    return List.of(wakeups.source(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<Schedule> reconcile(Schedule schedule, Context<Schedule> context)
      throws InterruptedException {
    if (schedule.getSpec() == null) {
      return UpdateControl.noUpdate(); // its manifest was never valid
    }
    ScheduleStatus before =
        schedule.getStatus() == null ? ScheduleStatus.empty() : schedule.getStatus();
    ScheduleStatus after = observed(schedule, before);
    announce(schedule, before, after);
    Duration again = isOpen(after, clock.instant()) ? TRY_EVERY : LOOK_EVERY;
    if (after.equals(before)) {
      return UpdateControl.<Schedule>noUpdate().rescheduleAfter(again);
    }
    schedule.setStatus(after);
    return UpdateControl.patchStatus(schedule).rescheduleAfter(again);
  }

  private ScheduleStatus observed(Schedule schedule, ScheduleStatus before)
      throws InterruptedException {
    if (schedule.getSpec().suspended()) {
      return idle(schedule, before, Ready.SUSPENDED);
    }
    try {
      Timetable timetable = Timetable.of(schedule.getSpec(), schedule.getMetadata().getUid());
      ScheduleStatus status = before.following(timetable.following(), begun(schedule, before));
      return follow(schedule, timetable, status);
    } catch (InvalidScheduleException e) {
      return idle(schedule, before, Ready.invalid(e));
    }
  }

  /** Times count from its creation on, and from when what it follows was changed. */
  private Instant begun(Schedule schedule, ScheduleStatus before) {
    return before.observedGeneration() == null
        ? Instant.parse(schedule.getMetadata().getCreationTimestamp())
        : clock.instant();
  }

  private ScheduleStatus idle(Schedule schedule, ScheduleStatus before, Ready ready) {
    alarm.clear(ResourceID.fromResource(schedule));
    return ready.in(before.idle(), clock.instant(), schedule.getMetadata().getGeneration());
  }

  private ScheduleStatus follow(Schedule schedule, Timetable timetable, ScheduleStatus status)
      throws InterruptedException {
    Instant now = clock.instant();
    Timetable.Look look = timetable.look(status.done(), now);
    ScheduleStatus after = status;
    if (look.due() != null) {
      after = status.started(look.due(), now, start(schedule, look.due()));
    } else if (isOpen(status, now)) {
      after = status.runs(startOthers(schedule, status));
    }
    setAlarm(schedule, timetable, look.next());
    return Ready.of(recipes.missing(schedule), after.lastRunsOrNone())
        .in(after.next(look.next()), now, schedule.getMetadata().getGeneration());
  }

  private List<ScheduledRun> start(Schedule schedule, Instant time) throws InterruptedException {
    List<ScheduledRun> runs = new ArrayList<>();
    for (String name : recipes.of(schedule)) {
      runs.add(start(schedule, name, time));
    }
    return List.copyOf(runs);
  }

  /** Those of the last time that could not be started then. */
  private List<ScheduledRun> startOthers(Schedule schedule, ScheduleStatus status)
      throws InterruptedException {
    Instant time = Instant.parse(status.lastScheduleTime());
    List<ScheduledRun> runs = new ArrayList<>();
    for (ScheduledRun run : status.lastRunsOrNone()) {
      runs.add(run.run() == null ? start(schedule, run.recipe(), time) : run);
    }
    return List.copyOf(runs);
  }

  private ScheduledRun start(Schedule schedule, String name, Instant time)
      throws InterruptedException {
    Recipe recipe = recipes.find(schedule, name);
    return recipe == null
        ? ScheduledRun.notStarted(name, "No such recipe is enrolled.")
        : launch.start(schedule, recipe, time);
  }

  /** Whether runs of the last time are still to be started. */
  private static boolean isOpen(ScheduleStatus status, Instant now) {
    return status.lastStartTime() != null
        && Instant.parse(status.lastStartTime()).plus(TRY_FOR).isAfter(now)
        && status.lastRunsOrNone().stream().anyMatch(run -> run.run() == null);
  }

  private void setAlarm(Schedule schedule, Timetable timetable, @Nullable Instant next) {
    if (next == null) {
      alarm.clear(ResourceID.fromResource(schedule));
    } else {
      alarm.set(ResourceID.fromResource(schedule), timetable.starts(next));
    }
  }

  private void announce(Schedule schedule, ScheduleStatus before, ScheduleStatus after) {
    if (after.lastScheduleTime() != null
        && !after.lastScheduleTime().equals(before.lastScheduleTime())) {
      long started = after.lastRunsOrNone().stream().filter(run -> run.run() != null).count();
      events.normal(
          schedule,
          "Started",
          "Runs started for " + after.lastScheduleTime() + ": " + started + ".");
    }
    Condition was = before.ready();
    Condition is = after.ready();
    if (is != null
        && Ready.isProblem(is)
        && (was == null || !is.getMessage().equals(was.getMessage()))) {
      events.warning(schedule, is.getReason(), is.getMessage());
    }
  }
}
