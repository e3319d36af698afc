package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a Schedule has come. Times are RFC 3339, UTC. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ScheduleStatus(
    @JsonPropertyDescription(
            "The cron expression and time zone that are followed. Absent while none is: suspended, or not valid.")
        @Nullable String following,
    @JsonPropertyDescription("Since when that one is followed; no time up to this one counts.")
        @Nullable String followingSince,
    @JsonPropertyDescription("The last time that came, without jitter.")
        @Nullable String lastScheduleTime,
    @JsonPropertyDescription("When its runs were started.") @Nullable String lastStartTime,
    @JsonPropertyDescription("What was started then, recipe by recipe.")
        @Nullable List<ScheduledRun> lastRuns,
    @JsonPropertyDescription("The next time, without jitter.") @Nullable String nextScheduleTime,
    @Nullable List<Condition> conditions,
    @Nullable Long observedGeneration) {

  public static ScheduleStatus empty() {
    return new ScheduleStatus(null, null, null, null, null, null, null, null);
  }

  public List<ScheduledRun> lastRunsOrNone() {
    return lastRuns == null ? List.of() : lastRuns;
  }

  public List<Condition> conditionsOrNone() {
    return conditions == null ? List.of() : conditions;
  }

  /** The condition Ready, or null when it was never set. */
  public @Nullable Condition ready() {
    return conditionsOrNone().stream()
        .filter(c -> ScheduleReason.READY.equals(c.getType()))
        .findFirst()
        .orElse(null);
  }

  /** Times up to this one are dealt with, or never counted. Something must be followed. */
  public Instant done() {
    Instant since = Instant.parse(followingSince);
    Instant last = lastScheduleTime == null ? since : Instant.parse(lastScheduleTime);
    return last.isAfter(since) ? last : since;
  }

  /** Follows this; where that is something else than before, from that instant on. */
  public ScheduleStatus following(String what, Instant since) {
    return what.equals(following)
        ? this
        : new ScheduleStatus(
            what,
            since.toString(),
            lastScheduleTime,
            lastStartTime,
            lastRuns,
            nextScheduleTime,
            conditions,
            observedGeneration);
  }

  /** Follows nothing. */
  public ScheduleStatus idle() {
    return new ScheduleStatus(
        null,
        null,
        lastScheduleTime,
        lastStartTime,
        lastRuns,
        null,
        conditions,
        observedGeneration);
  }

  /**
   * A time has come.
   *
   * @param at when its runs were started
   */
  public ScheduleStatus started(Instant time, Instant at, List<ScheduledRun> runs) {
    return new ScheduleStatus(
        following,
        followingSince,
        time.toString(),
        at.toString(),
        runs,
        nextScheduleTime,
        conditions,
        observedGeneration);
  }

  /** Something else came of the last time. */
  public ScheduleStatus runs(List<ScheduledRun> runs) {
    return new ScheduleStatus(
        following,
        followingSince,
        lastScheduleTime,
        lastStartTime,
        runs,
        nextScheduleTime,
        conditions,
        observedGeneration);
  }

  /**
   * @param time null when none comes
   */
  public ScheduleStatus next(@Nullable Instant time) {
    return new ScheduleStatus(
        following,
        followingSince,
        lastScheduleTime,
        lastStartTime,
        lastRuns,
        time == null ? null : time.toString(),
        conditions,
        observedGeneration);
  }

  /** What was made of that generation of the Schedule. */
  public ScheduleStatus judged(List<Condition> now, long generation) {
    return new ScheduleStatus(
        following,
        followingSince,
        lastScheduleTime,
        lastStartTime,
        lastRuns,
        nextScheduleTime,
        now,
        generation);
  }
}
