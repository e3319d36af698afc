package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a recipe is deployed for a test. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deploy(
    @Pattern(Formats.DURATION) @JsonPropertyDescription(
            "How long its services may take to run. Default: the recipe's own timeout label, else 5m.")
        @Nullable String timeout,
    @JsonPropertyDescription("Values for variables of the env file.")
        @Nullable Map<String, String> env,
    @JsonPropertyDescription("Values for secrets, by name. Those not named are generated.")
        @Nullable Map<String, String> secrets,
    @JsonPropertyDescription("Compose files of the repository to add for the test alone.")
        @Nullable List<String> overlays,
    @JsonPropertyDescription("What this recipe may do that is denied by default.")
        @Nullable List<Allowance> allow,
    @JsonPropertyDescription(
            "Commands to run, in this order, once the services run and before anything is asked of them.")
        @Nullable List<ExecCheck> hooks,
    @JsonPropertyDescription(
            "Files that services find in their containers, before anything in them starts.")
        @Nullable List<PlacedFile> files) {
  public static Deploy defaults() {
    return new Deploy(null, null, null, null, null, null, null);
  }

  public Map<String, String> envOrNone() {
    return env == null ? Map.of() : env;
  }

  public Map<String, String> secretsOrNone() {
    return secrets == null ? Map.of() : secrets;
  }

  public List<String> overlaysOrNone() {
    return overlays == null ? List.of() : overlays;
  }

  public List<ExecCheck> hooksOrNone() {
    return hooks == null ? List.of() : hooks;
  }

  public List<PlacedFile> filesOrNone() {
    return files == null ? List.of() : files;
  }

  public List<Allowance> allowOrNone() {
    return allow == null ? List.of() : allow;
  }
}
