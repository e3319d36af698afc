package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** Which finished runs are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retention(
    @Min(0) @JsonPropertyDescription("How many finished runs to keep.") @Nullable Integer keepLast,
    @Min(0) @JsonPropertyDescription("How many failed runs to keep beside them.")
        @Nullable Integer keepFailed,
    @Pattern(Formats.DURATION) @JsonPropertyDescription("How long to keep a finished run, e.g. 720h.")
        @Nullable String ttl) {}
