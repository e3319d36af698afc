package tech.coopcloud.ci.recipe;

import java.util.List;

/**
 * A recipe cannot be read. The message is one sentence that a maintainer can act on: the first
 * finding, and how many more there are.
 */
public final class InvalidRecipeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  public InvalidRecipeException(List<Finding> findings) {
    super(sentence(findings));
    this.findings = List.copyOf(findings);
  }

  /** Everything that is wrong, in the order in which it was found. Never empty. */
  public List<Finding> findings() {
    return findings;
  }

  private static String sentence(List<Finding> findings) {
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a recipe is not invalid without a finding");
    }
    String first = findings.getFirst().toString();
    int more = findings.size() - 1;
    return more == 0 ? first : first + " (And " + more + " more.)";
  }
}
