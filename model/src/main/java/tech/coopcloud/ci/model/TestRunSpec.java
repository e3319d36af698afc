package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** x */
public record TestRunSpec(
    @Required @Pattern("^[a-z]+$") @JsonPropertyDescription("The recipe") String recipe,
    @Default("60m") @Nullable String timeout,
    @Nullable List<String> stages) {}
