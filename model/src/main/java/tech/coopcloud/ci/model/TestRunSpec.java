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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be tested, and how. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TestRunSpec(
    @Required
        @Pattern(Formats.NAME) @Size(max = 253) @JsonPropertyDescription("Name of the enrolled Recipe, in the same namespace.")
        String recipe,
    @Size(min = 1, max = 255) @JsonPropertyDescription(
            "Commit, tag or branch to test. Resolved once and pinned in status.commit. Default: the newest commit of the"
                + " recipe's default branch.")
        @Nullable String ref,
    @Size(min = 1, max = 2048) @JsonPropertyDescription(
            "Git address to fetch the ref from, e.g. the head repository of a pull request. Default: the Recipe's.")
        @Nullable String source,
    @JsonPropertyDescription("The stages to run. Default: all of them.")
        @Nullable List<StageName> stages,
    @JsonPropertyDescription("The pull request that asked for this run.")
        @Nullable PullRequest pullRequest,
    @Default("0")
        @Min(-1000) @Max(1000) @JsonPropertyDescription(
            "Runs with a higher priority start first; equals start in order of creation.")
        @Nullable Integer priority,
    @Default("60m")
        @Pattern(Formats.DURATION) @JsonPropertyDescription(
            "How long the run may take once its first service is created, e.g. 45m or 1h30m.")
        @Nullable String timeout,
    @Default("24h")
        @Pattern(Formats.DURATION) @JsonPropertyDescription("How long the run may wait in Pending.")
        @Nullable String pendingTimeout,
    @Default("false")
        @JsonPropertyDescription(
            "Set to true to stop the run: it is torn down and ends as Cancelled.")
        @Nullable Boolean cancel,
    @Pattern(Formats.NAME) @JsonPropertyDescription("Name of the TestRun that this one repeats.")
        @Nullable String retryOf,
    @Pattern(Formats.DURATION) @JsonPropertyDescription(
            "How long to hold the deployment after a failure, to look at it, e.g. 30m.")
        @Nullable String keep) {

  /** The stages asked for, all where none is named, in the order in which they run. */
  public List<StageName> stagesOrAll() {
    return stages == null || stages.isEmpty()
        ? List.of(StageName.values())
        : stages.stream().distinct().sorted().toList();
  }

  /**
   * Whether another run that is asked for would do the same work: the same stages of the same named
   * ref. Without a ref it is whatever is newest then.
   */
  public boolean doesTheWorkOf(TestRunSpec other) {
    return !cancelled()
        && ref != null
        && recipe.equals(other.recipe)
        && ref.equals(other.ref)
        && Objects.equals(source, other.source)
        && stagesOrAll().equals(other.stagesOrAll());
  }

  public boolean cancelled() {
    return Boolean.TRUE.equals(cancel);
  }

  public int priorityOrDefault() {
    return priority == null ? 0 : priority;
  }

  public Duration timeoutOrDefault() {
    return Formats.duration(timeout == null ? "60m" : timeout);
  }

  public Duration pendingTimeoutOrDefault() {
    return Formats.duration(pendingTimeout == null ? "24h" : pendingTimeout);
  }

  public Duration keepOrNone() {
    return keep == null ? Duration.ZERO : Formats.duration(keep);
  }
}
