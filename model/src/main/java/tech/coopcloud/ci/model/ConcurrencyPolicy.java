package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run and of the older ones of its recipe and its pull request, or none. */
public enum ConcurrencyPolicy {
  /** It waits where as many are going as may. */
  @JsonProperty("Queue")
  QUEUE,
  /** It ends the older ones. */
  @JsonProperty("Replace")
  REPLACE,
  /** It ends at once where an older one is not over. */
  @JsonProperty("Forbid")
  FORBID
}
