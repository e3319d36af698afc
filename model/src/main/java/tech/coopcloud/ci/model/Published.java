package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A published version of a recipe, pinned when it was looked up. */
public record Published(
    @Required @JsonPropertyDescription("Its tag, e.g. 1.2.0+6.1.") String version,
    @Required @JsonPropertyDescription("The commit that the tag named then.") String commit) {}
