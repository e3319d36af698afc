package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which published versions of a recipe were seen. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TagStatus(
    @JsonPropertyDescription(
            "Git address that was looked at. What is below holds for this one; another one is looked at anew.")
        @Nullable String source,
    @JsonPropertyDescription("The version tags that were seen. None of them starts a run again.")
        @Nullable List<String> seen,
    @JsonPropertyDescription("Why new versions are not found or not run, in a sentence.")
        @Nullable String problem) {

  public List<String> seenOrNone() {
    return seen == null ? List.of() : seen;
  }
}
