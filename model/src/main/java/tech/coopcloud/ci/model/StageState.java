package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a stage or a check stands. */
public enum StageState {
  /** Not begun. */
  @JsonProperty("Waiting")
  WAITING,
  /** Under way. */
  @JsonProperty("Running")
  RUNNING,
  /** It did what was expected. */
  @JsonProperty("Passed")
  PASSED,
  /** It did not, and that is the recipe's doing. */
  @JsonProperty("Failed")
  FAILED,
  /** It does not apply, for a declared or structural reason. */
  @JsonProperty("Skipped")
  SKIPPED,
  /** It should have run and did not: infrastructure, timeout, an earlier stage. */
  @JsonProperty("Unverified")
  UNVERIFIED;

  public boolean isFinal() {
    return this != WAITING && this != RUNNING;
  }
}
