package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Data that proves that data lives. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seed(
    @Required @JsonPropertyDescription("Unique within the recipe.") String name,
    @JsonPropertyDescription("Writes the data.") @Nullable Action write,
    @JsonPropertyDescription("Reads the data back.") @Nullable Action read) {}
