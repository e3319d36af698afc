package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a healthy answer of the deployed recipe is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Health(
    @Default("/")
        @Pattern("^/.*") @JsonPropertyDescription("Path to ask for, beginning with a slash.")
        @Nullable String path,
    @JsonPropertyDescription("Status codes that count as healthy. Default: 200.")
        @Nullable List<Integer> codes,
    @Default("60s")
        @Pattern(Formats.DURATION) @JsonPropertyDescription("How long to wait for a healthy answer once the services run.")
        @Nullable String timeout,
    @Default("true")
        @JsonPropertyDescription("Whether to open the page in a browser and take a screenshot.")
        @Nullable Boolean browser) {
  public static Health defaults() {
    return new Health(null, null, null, null);
  }

  public String pathOrDefault() {
    return path == null ? "/" : path;
  }

  public List<Integer> codesOrDefault() {
    return codes == null || codes.isEmpty() ? List.of(200) : codes;
  }

  public Duration timeoutOrDefault() {
    return Formats.duration(timeout == null ? "60s" : timeout);
  }

  public boolean browserOrDefault() {
    return browser == null || browser;
  }
}
