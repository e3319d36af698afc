package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to upgrade from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Upgrade(
    @JsonPropertyDescription(
            "Published versions to upgrade from: a number counts back from the newest (1 is the one before), anything else is a tag. Default: 1.")
        @Nullable List<String> from) {}
