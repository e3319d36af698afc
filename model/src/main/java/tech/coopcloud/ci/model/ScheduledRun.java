package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What a Schedule made of one recipe when its time came. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduledRun(
    @Required @JsonPropertyDescription("Name of the Recipe.") String recipe,
    @JsonPropertyDescription("Name of the TestRun.") @Nullable String run,
    @JsonPropertyDescription(
            "true where that run was queued or under way already, with the same ref and stages.")
        @Nullable Boolean joined,
    @JsonPropertyDescription("Why there is none, in a sentence.") @Nullable String problem) {

  public static ScheduledRun started(String recipe, String run) {
    return new ScheduledRun(recipe, run, null, null);
  }

  public static ScheduledRun joined(String recipe, String run) {
    return new ScheduledRun(recipe, run, true, null);
  }

  public static ScheduledRun notStarted(String recipe, String problem) {
    return new ScheduledRun(recipe, null, null, problem);
  }
}
