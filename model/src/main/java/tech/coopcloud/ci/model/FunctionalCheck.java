package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that the deployed recipe must do. Exactly one of http, browser and exec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionalCheck(
    @Required @JsonPropertyDescription("Unique within the recipe.") String name,
    @Nullable HttpCheck http,
    @Nullable List<BrowserStep> browser,
    @Nullable ExecCheck exec) {}
