package tech.coopcloud.ci.model;

/**
 * The conditions of a TestRun. All are positive: {@code True} is good. A condition that was not
 * reached yet is absent or {@code Unknown}.
 */
public enum ConditionType {
  /** The manifest is valid, its recipe is enrolled and its ref exists. */
  ACCEPTED("Accepted"),
  /** Every object of the stack was created. */
  DEPLOYED("Deployed"),
  /** Every service runs, as often as asked, and its healthcheck passes. */
  HEALTHY("Healthy"),
  /** Nothing of the run is left in the swarm. */
  CLEANED_UP("CleanedUp"),
  /** The verdict. {@code Unknown} while the run is under way; set by the summariser alone. */
  SUCCEEDED("Succeeded");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The word that stands in {@code type}. */
  public String text() {
    return text;
  }
}
