package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Something that is denied by default and that this recipe may do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Allowance(
    @Required
        @Size(min = 1, max = 253) @JsonPropertyDescription(
            "What is allowed, in the words of the refusal, e.g. capability:NET_ADMIN or host-port:25.")
        String what,
    @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why, shown on every run.")
        String reason) {}
