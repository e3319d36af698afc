package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A recipe that a run deploys before its own, pinned when it was looked up. */
public record Dependency(
    @Required @JsonPropertyDescription("Name of its Recipe.") String recipe,
    @Required
        @JsonPropertyDescription(
            "The version that is deployed: the newest published one, else the newest commit of the default branch.")
        String version,
    @Required @JsonPropertyDescription("The commit that the version named then.") String commit,
    @Required @JsonPropertyDescription("Where it answers.") String domain,
    @Required @JsonPropertyDescription("Name of its stack in the swarm.") String stackName) {}
