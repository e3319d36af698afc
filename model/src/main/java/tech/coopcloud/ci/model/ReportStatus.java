package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a run was reported on its pull request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportStatus(
    @JsonPropertyDescription("Id of the comment that shows the run.") @Nullable Long comment,
    @JsonPropertyDescription("Where that comment is to be read.") @Nullable String address,
    @JsonPropertyDescription("Whether somebody deleted the comment and it was written once more.")
        @Nullable Boolean rewritten,
    @JsonPropertyDescription("State of the commit status: pending, success, failure or error.")
        @Nullable String commitStatus,
    @JsonPropertyDescription(
            "The verdict that was reported: when the condition Succeeded came to be as it is.")
        @Nullable String verdictOf,
    @JsonPropertyDescription("State of the commit status of each stage, where each has its own.")
        @Nullable Map<String, String> stageStatuses) {

  public static ReportStatus nothing() {
    return new ReportStatus(null, null, null, null, null, null);
  }

  public boolean wasRewritten() {
    return Boolean.TRUE.equals(rewritten);
  }

  public ReportStatus withComment(long id, String at, boolean again) {
    return new ReportStatus(
        id, at, again ? Boolean.TRUE : rewritten, commitStatus, verdictOf, stageStatuses);
  }

  public ReportStatus withCommitStatus(String state) {
    return new ReportStatus(comment, address, rewritten, state, verdictOf, stageStatuses);
  }

  public ReportStatus withVerdictOf(String time) {
    return new ReportStatus(comment, address, rewritten, commitStatus, time, stageStatuses);
  }

  /** The state that a stage's own commit status shows, or null. */
  public @Nullable String stageStatus(StageName stage) {
    return stageStatuses == null ? null : stageStatuses.get(stage.text());
  }

  public ReportStatus withStageStatus(StageName stage, String state) {
    Map<String, String> states = new TreeMap<>(stageStatuses == null ? Map.of() : stageStatuses);
    states.put(stage.text(), state);
    return new ReportStatus(comment, address, rewritten, commitStatus, verdictOf, states);
  }
}
