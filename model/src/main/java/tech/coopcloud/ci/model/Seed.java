package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * Data that proves that data lives. Where both actions have <code>{{seed}}</code>, the data can be
 * changed after a backup, and the restore be seen to undo that.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seed(
    @Required @JsonPropertyDescription("Unique within the recipe.") String name,
    @JsonPropertyDescription("Writes the data. {{seed}} stands for a value that is new each time.")
        @Nullable Action write,
    @JsonPropertyDescription("Reads the data back. {{seed}} stands for the value that was written.")
        @Nullable Action read) {}
