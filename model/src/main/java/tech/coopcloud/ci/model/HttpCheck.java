package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP call and the answer that is expected. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpCheck(
    @JsonPropertyDescription("Default: GET.") @Nullable String method,
    @Required @Pattern("^/.*") @JsonPropertyDescription("Path, beginning with a slash.")
        String path,
    @Nullable Map<String, String> headers,
    @Nullable String body,
    @Min(100) @Max(599) @JsonPropertyDescription("Expected status code. Default: 200.")
        @Nullable Integer code,
    @JsonPropertyDescription("Text that the answer must contain.") @Nullable String contains,
    @JsonPropertyDescription("JSON path into the answer, and the value that it must have.")
        @Nullable Map<String, String> jsonPath) {}
