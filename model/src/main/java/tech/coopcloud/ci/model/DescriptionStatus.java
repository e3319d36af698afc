package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a repository's description shows of its recipe. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DescriptionStatus(
    @JsonPropertyDescription("The repository, owner/name.") @Nullable String repository,
    @JsonPropertyDescription("The level that its description shows.") @Nullable Integer level,
    @JsonPropertyDescription("Why the description is not as it should be, in a sentence.")
        @Nullable String problem) {}
