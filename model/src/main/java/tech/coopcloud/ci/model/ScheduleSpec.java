package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When runs are started, and which. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleSpec(
    @Required
        @Size(min = 1, max = 255) @JsonPropertyDescription(
            "When: minute, hour, day of the month, month, day of the week, as in a crontab, e.g. 0 3 * * MON; or @hourly,"
                + " @daily, @weekly, @monthly, @yearly.")
        String cron,
    @Default("UTC")
        @Size(min = 1, max = 64) @JsonPropertyDescription("The time zone that cron is read in, e.g. Europe/Berlin.")
        @Nullable String timeZone,
    @Pattern(Formats.DURATION) @JsonPropertyDescription(
            "Each start is put off by a part of this that differs from time to time, so that not all begins at once, e.g."
                + " 30m.")
        @Nullable String jitter,
    @Default("false") @JsonPropertyDescription("Set to true to start nothing for now.")
        @Nullable Boolean suspend,
    @Min(0) @Max(315360000) @JsonPropertyDescription(
            "How many seconds late runs may still be started. Default: however late.")
        @Nullable Integer startingDeadlineSeconds,
    @JsonPropertyDescription("Names of the Recipes, in the same namespace. Default: all of them.")
        @Nullable List<String> recipes,
    @Size(min = 1, max = 255) @JsonPropertyDescription(
            "Commit, tag or branch to test. Default: the latest published version of each recipe.")
        @Nullable String ref,
    @JsonPropertyDescription("The stages to run. Default: all of them.")
        @Nullable List<StageName> stages,
    @Default("-100")
        @Min(-1000) @Max(1000) @JsonPropertyDescription(
            "Priority of the runs. The default lets those go first that a person asks for.")
        @Nullable Integer priority) {

  public String timeZoneOrUtc() {
    return timeZone == null ? "UTC" : timeZone;
  }

  /** By how much a start may be put off at the most. */
  public Duration jitterOrNone() {
    return jitter == null ? Duration.ZERO : Formats.duration(jitter);
  }

  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }

  /** How late runs may still be started, or null when however late. */
  public @Nullable Duration startingDeadline() {
    return startingDeadlineSeconds == null ? null : Duration.ofSeconds(startingDeadlineSeconds);
  }

  /** The recipes that are named, each once; empty for all there are. */
  public List<String> recipesOrAll() {
    return recipes == null ? List.of() : recipes.stream().distinct().toList();
  }

  public int priorityOrDefault() {
    return priority == null ? -100 : priority;
  }
}
