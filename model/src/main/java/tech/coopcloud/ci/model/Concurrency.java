package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How the runs of one recipe stand beside each other. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Concurrency(
    @Default("Queue")
        @JsonPropertyDescription(
            "What a run does beside older ones of the same pull request, or of none. Queue: it waits."
                + " Replace: it ends them. Forbid: it ends at once.")
        @Nullable ConcurrencyPolicy policy,
    @Default("1") @Min(1) @Max(100) @JsonPropertyDescription("How many at once.")
        @Nullable Integer max) {
  public int maxOrDefault() {
    return max == null ? 1 : max;
  }

  public ConcurrencyPolicy policyOrDefault() {
    return policy == null ? ConcurrencyPolicy.QUEUE : policy;
  }
}
