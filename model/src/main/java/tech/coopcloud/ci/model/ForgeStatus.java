package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How far a repository's comments and version tags were read, and what it shows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForgeStatus(
    @JsonPropertyDescription(
            "Address of the repository. What is below holds for this one; another one is looked at anew.")
        @Nullable String repository,
    @JsonPropertyDescription(
            "Id of the newest comment that was read. Comments up to this one never start a run.")
        @Nullable Long seenComment,
    @JsonPropertyDescription("When that was, by the forge's clock; RFC 3339, UTC.")
        @Nullable String seenAt,
    @JsonPropertyDescription("Why the repository cannot be watched, in a sentence.")
        @Nullable String problem,
    @JsonPropertyDescription("Which published versions were seen, where each new one starts a run.")
        @Nullable TagStatus tags,
    @JsonPropertyDescription("What the repository's description shows.")
        @Nullable DescriptionStatus description) {}
