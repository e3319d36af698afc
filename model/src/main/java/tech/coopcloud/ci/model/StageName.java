package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The stages of a run, in the order in which they run. */
public enum StageName {
  /** The recipe's files, without deploying anything. */
  @JsonProperty("lint")
  LINT,
  /** A fresh deployment of the ref. */
  @JsonProperty("install")
  INSTALL,
  /** The Recipe's checks and the recipe's own tests, on install's deployment. */
  @JsonProperty("functional")
  FUNCTIONAL,
  /** A backup of install's deployment. */
  @JsonProperty("backup")
  BACKUP,
  /** Bringing the backup back, in place and onto a fresh deployment. */
  @JsonProperty("restore")
  RESTORE,
  /** A fresh deployment of a published version, upgraded to the ref. */
  @JsonProperty("upgrade")
  UPGRADE;

  /** The stage as people write it: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
