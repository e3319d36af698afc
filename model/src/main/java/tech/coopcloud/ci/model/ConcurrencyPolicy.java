package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a run of a recipe that has as many runs going as it may. */
public enum ConcurrencyPolicy {
  /** It waits. */
  @JsonProperty("Queue")
  QUEUE,
  /** It cancels the older ones. */
  @JsonProperty("Replace")
  REPLACE,
  /** It is refused. */
  @JsonProperty("Forbid")
  FORBID
}
