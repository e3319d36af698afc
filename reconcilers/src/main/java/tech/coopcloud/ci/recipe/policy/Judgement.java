package tech.coopcloud.ci.recipe.policy;

import java.util.List;

/**
 * What came of judging a stack.
 *
 * @param denied what it asks for and may not have; empty where all is well
 * @param allowed what it asks for that only the Recipe's allowance lets it have
 */
public record Judgement(List<Denial> denied, List<Allowed> allowed) {
  public Judgement {
    denied = List.copyOf(denied);
    allowed = List.copyOf(allowed);
  }

  /**
   * An allowance that was needed.
   *
   * @param asks what is allowed, and to whom, as a clause: {@code the service 'mail' publishes port
   *     25 of the host (ports)}
   * @param reason what the Recipe says why
   */
  public record Allowed(String what, String asks, String reason) {

    /** For a person, shown on every run. */
    public String sentence() {
      return "The Recipe allows '" + what + "': " + asks + ". Its reason: " + reason;
    }
  }
}
