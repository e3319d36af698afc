package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One thing that a stage looked at. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Check(
    @Required @JsonPropertyDescription("Unique within its stage, e.g. converged, https, browser.")
        String name,
    @Required StageState state,
    @JsonPropertyDescription("What was expected and what was seen.") @Nullable String message,
    @JsonPropertyDescription("File name of the screenshot in the run's folder.")
        @Nullable String screenshot) {

  public static Check passed(String name, String message) {
    return new Check(name, StageState.PASSED, message, null);
  }

  public static Check failed(String name, String message) {
    return new Check(name, StageState.FAILED, message, null);
  }

  public static Check unverified(String name, String message) {
    return new Check(name, StageState.UNVERIFIED, message, null);
  }

  public Check withScreenshot(@Nullable String file) {
    return new Check(name, state, message, file);
  }
}
