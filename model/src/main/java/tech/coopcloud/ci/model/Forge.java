package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository on a forge. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Forge(
    @JsonPropertyDescription(
            "Address of the forge. Default: the one that cc-ci is configured with.")
        @Nullable String url,
    @Required @JsonPropertyDescription("Organisation or user that owns the repository.")
        String owner,
    @Required @JsonPropertyDescription("The repository's name.") String repository,
    @Default("false") @JsonPropertyDescription("Start a run for each new version tag.")
        @Nullable Boolean onTag,
    @Default("false")
        @JsonPropertyDescription(
            "Give each stage a commit status of its own, beside that of the run.")
        @Nullable Boolean stageStatuses,
    @Default("false") @JsonPropertyDescription("Show the level in the repository's description.")
        @Nullable Boolean describe,
    @JsonPropertyDescription(
            "Organisation whose members may start runs by a comment. Default: owner.")
        @Nullable String organisation,
    @JsonPropertyDescription("Logins of others who may start runs by a comment.")
        @Nullable List<String> allow) {

  /** Whether each new version starts a run. */
  public boolean runsTags() {
    return Boolean.TRUE.equals(onTag);
  }

  /** Whether each stage has a commit status of its own. */
  public boolean showsStages() {
    return Boolean.TRUE.equals(stageStatuses);
  }

  /** Whether the repository's description shows the level. */
  public boolean describes() {
    return Boolean.TRUE.equals(describe);
  }

  /** Whose members may start runs. */
  public String organisationOrOwner() {
    return organisation == null ? owner : organisation;
  }

  /** Whether this login is on the list of those who may start runs; logins know no case. */
  public boolean allows(String login) {
    return allow != null && allow.stream().anyMatch(login::equalsIgnoreCase);
  }
}
