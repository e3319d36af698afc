package tech.coopcloud.ci.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Why a Schedule is ready, or is not: one word for machines, one sentence for people. */
public enum ScheduleReason {
  SCHEDULED("Scheduled", "True", "Runs are started when their time comes."),
  SUSPENDED("Suspended", "False", "Nothing is started while `suspend` is set."),
  INVALID_SCHEDULE(
      "InvalidSchedule", "False", "Cron expression, time zone or jitter cannot be followed."),
  RUNS_NOT_STARTED(
      "RunsNotStarted",
      "False",
      "Some of the recipes could not be started at the last time; the others were."),
  RECIPE_NOT_ENROLLED(
      "RecipeNotEnrolled",
      "False",
      "A recipe that the Schedule names is not enrolled; the others are started.");

  /** The one condition of a Schedule. */
  public static final String READY = "Ready";

  private final String text;
  private final String status;
  private final String sentence;

  ScheduleReason(String text, String status, String sentence) {
    this.text = text;
    this.status = status;
    this.sentence = sentence;
  }

  /** The CamelCase word that stands in {@code reason}. */
  public String text() {
    return text;
  }

  /** The reason that this text names, or null. */
  public static @Nullable ScheduleReason of(@Nullable String text) {
    return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst().orElse(null);
  }

  /** {@code True} or {@code False}: what Ready is then. */
  public String status() {
    return status;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }
}
