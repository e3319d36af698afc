package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A pull request on the forge. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PullRequest(
    @Required @JsonPropertyDescription("Organisation or user that owns the repository.")
        String owner,
    @Required @JsonPropertyDescription("The repository's name.") String repository,
    @Required @Min(1) @JsonPropertyDescription("The pull request's number.") long number,
    @JsonPropertyDescription("Id of the comment that asked for the run.") @Nullable Long commentId,
    @JsonPropertyDescription("Login of the comment's author.") @Nullable String author) {

  /** Whether it is this one, whoever asked and by whatever comment. */
  public boolean is(String owner, String repository, long number) {
    return this.number == number
        && this.owner.equalsIgnoreCase(owner)
        && this.repository.equalsIgnoreCase(repository);
  }
}
