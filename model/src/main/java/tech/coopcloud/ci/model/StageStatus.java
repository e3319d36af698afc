package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one stage of a run stands, with what it looked at. Times are RFC 3339, UTC. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StageStatus(
    @Required StageName name,
    @Required StageState state,
    @JsonPropertyDescription("One CamelCase word, for machines.") @Nullable String reason,
    @JsonPropertyDescription("What happened, in a sentence.") @Nullable String message,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @JsonPropertyDescription(
            "How often the stage was begun; above 1 after an infrastructure failure.")
        @Nullable Integer attempts,
    @Nullable List<Check> checks) {

  private static final String ATTEMPT = "attempt ";

  public static StageStatus waiting(StageName name) {
    return new StageStatus(name, StageState.WAITING, null, null, null, null, null, null);
  }

  public StageStatus started(String now) {
    return new StageStatus(
        name,
        StageState.RUNNING,
        null,
        null,
        now,
        null,
        attempts == null ? 1 : attempts + 1,
        checks);
  }

  /**
   * Begins once more after a failure of the infrastructure: what it had looked at is forgotten, but
   * for why it is tried again.
   */
  public StageStatus again(String why, String now) {
    List<Check> kept = new ArrayList<>(checksOrNone());
    kept.removeIf(check -> !check.name().startsWith(ATTEMPT));
    kept.add(Check.unverified(ATTEMPT + attemptsOrOne(), why));
    return new StageStatus(
        name, StageState.RUNNING, null, null, now, null, attemptsOrOne() + 1, List.copyOf(kept));
  }

  public int attemptsOrOne() {
    return attempts == null ? 1 : attempts;
  }

  public StageStatus finished(
      StageState to, @Nullable Reason why, @Nullable String sentence, String now) {
    return new StageStatus(
        name, to, why == null ? null : why.text(), sentence, startedAt, now, attempts, checks);
  }

  /** Adds a check, in the place of one with the same name. */
  public StageStatus withCheck(Check check) {
    List<Check> all = new ArrayList<>(checksOrNone());
    all.removeIf(c -> c.name().equals(check.name()));
    all.add(check);
    return new StageStatus(
        name, state, reason, message, startedAt, finishedAt, attempts, List.copyOf(all));
  }

  public List<Check> checksOrNone() {
    return checks == null ? List.of() : checks;
  }

  /** The check of that name, or null. */
  public @Nullable Check check(String checkName) {
    return checksOrNone().stream().filter(c -> c.name().equals(checkName)).findFirst().orElse(null);
  }
}
