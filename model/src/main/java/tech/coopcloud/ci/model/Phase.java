package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a run is. A run only ever moves forward through these, in this order; it may leave any of
 * them early. Later stages make deployments of their own within {@link #STAGE}.
 */
public enum Phase {
  /** Accepted or not yet looked at, waiting for a free slot. */
  @JsonProperty("Pending")
  PENDING,
  /** The recipe is fetched and its stack is being created. */
  @JsonProperty("Deploying")
  DEPLOYING,
  /** The deployment stands and a stage is at work on it; which one is in {@code status.stage}. */
  @JsonProperty("Stage")
  STAGE,
  /** The verdict is known; what the run created is being removed. */
  @JsonProperty("TearingDown")
  TEARING_DOWN,
  /** Nothing is left to do. */
  @JsonProperty("Done")
  DONE
}
