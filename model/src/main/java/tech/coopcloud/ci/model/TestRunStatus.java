package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of a run. Immutable: a step makes the next status from the last one. Times are
 * RFC 3339, UTC.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TestRunStatus(
    @JsonPropertyDescription("Pending, Deploying, Stage, TearingDown or Done.")
        @Nullable Phase phase,
    @JsonPropertyDescription("The stage at work.") @Nullable StageName stage,
    @JsonPropertyDescription("The commit that is tested: the ref, resolved once.")
        @Nullable String commit,
    @JsonPropertyDescription("Where the deployment answers.") @Nullable String domain,
    @JsonPropertyDescription("Name of the stack in the swarm.") @Nullable String stackName,
    @JsonPropertyDescription("Place in the queue while Pending, from 1.")
        @Nullable Integer queuePosition,
    @Nullable List<StageStatus> stages,
    @JsonPropertyDescription("The highest rung passed with every rung below it passed or skipped.")
        @Nullable Integer level,
    @JsonPropertyDescription("What keeps the level from being higher.") @Nullable String levelCap,
    @Nullable List<Condition> conditions,
    @JsonPropertyDescription("When the run left Pending.") @Nullable String startedAt,
    @JsonPropertyDescription(
            "When the run's first service was about to be created; its timeout counts from here.")
        @Nullable String deployedAt,
    @JsonPropertyDescription(
            "When the deployment at work was created or last updated; the time that its services may take counts from here.")
        @Nullable String deployingSince,
    @JsonPropertyDescription("The published versions that the stage upgrade starts from.")
        @Nullable List<Published> upgradeFrom,
    @JsonPropertyDescription("The recipes that are deployed first, in this order.")
        @Nullable List<Dependency> dependencies,
    @Nullable String finishedAt,
    @Nullable Long observedGeneration,
    @JsonPropertyDescription("What could not be removed.") @Nullable List<String> leftovers,
    @JsonPropertyDescription("What was reported on the pull request that asked for the run.")
        @Nullable ReportStatus report) {

  public static TestRunStatus empty() {
    return new TestRunStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null);
  }

  public Phase phaseOrPending() {
    return phase == null ? Phase.PENDING : phase;
  }

  public List<StageStatus> stagesOrNone() {
    return stages == null ? List.of() : stages;
  }

  public List<Condition> conditionsOrNone() {
    return conditions == null ? List.of() : conditions;
  }

  public List<String> leftoversOrNone() {
    return leftovers == null ? List.of() : leftovers;
  }

  public List<Dependency> dependenciesOrNone() {
    return dependencies == null ? List.of() : dependencies;
  }

  public ReportStatus reportOrNothing() {
    return report == null ? ReportStatus.nothing() : report;
  }

  /** The stage of that name, or null when the run has none. */
  public @Nullable StageStatus stage(StageName name) {
    return stagesOrNone().stream().filter(s -> s.name() == name).findFirst().orElse(null);
  }

  /** The condition of that type, or null when it was never set. */
  public @Nullable Condition condition(ConditionType type) {
    return conditionsOrNone().stream()
        .filter(c -> type.text().equals(c.getType()))
        .findFirst()
        .orElse(null);
  }

  /** Replaces one stage, or adds it at the end. */
  public TestRunStatus withStage(StageStatus changed) {
    List<StageStatus> all = new ArrayList<>(stagesOrNone());
    int at = 0;
    while (at < all.size() && all.get(at).name() != changed.name()) {
      at++;
    }
    if (at < all.size()) {
      all.set(at, changed);
    } else {
      all.add(changed);
    }
    return edit().stages(List.copyOf(all)).build();
  }

  /** A builder that starts from this status. */
  public TestRunStatusBuilder edit() {
    return new TestRunStatusBuilder(this);
  }
}
