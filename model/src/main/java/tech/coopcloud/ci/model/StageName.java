package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The stages of a run, in the order in which they run. */
public enum StageName {
  @JsonProperty("lint")
  LINT,
  @JsonProperty("install")
  INSTALL,
  @JsonProperty("upgrade")
  UPGRADE,
  @JsonProperty("backup")
  BACKUP,
  @JsonProperty("restore")
  RESTORE,
  @JsonProperty("functional")
  FUNCTIONAL;

  /** The stage as people write it: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
