package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a recipe from its runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeStatus(
    @JsonPropertyDescription("Name of the newest finished run.") @Nullable String lastRun,
    @JsonPropertyDescription("Passed, Failed or Unverified.") @Nullable String lastVerdict,
    @JsonPropertyDescription("Level of the newest finished run.") @Nullable Integer level,
    @JsonPropertyDescription("How many runs finished.") @Nullable Integer finishedRuns,
    @JsonPropertyDescription("How many of them passed.") @Nullable Integer passedRuns,
    @JsonPropertyDescription("How far the comments on pull requests were read.")
        @Nullable ForgeStatus forge,
    @Nullable List<Condition> conditions,
    @Nullable Long observedGeneration) {}
