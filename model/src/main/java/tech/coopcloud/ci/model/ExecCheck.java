package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command in a service and the result that is expected. No shell is involved. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecCheck(
    @JsonPropertyDescription("Short name of the service. Default: app.") @Nullable String service,
    @Required @JsonPropertyDescription("The program and its arguments.") List<String> command,
    @JsonPropertyDescription("Expected exit code. Default: 0.") @Nullable Integer exitCode,
    @JsonPropertyDescription("Text that the output must contain.") @Nullable String contains) {
  static final String DEFAULT_SERVICE = "app";

  /** Short name of the service. */
  public String serviceOrDefault() {
    return service == null ? DEFAULT_SERVICE : service;
  }
}
