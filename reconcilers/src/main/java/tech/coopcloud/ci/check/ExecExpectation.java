package tech.coopcloud.ci.check;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.swarm.ExecResult;

/** What must come of a command in a service. */
public final class ExecExpectation {
  private final int exitCode;
  private final @Nullable String contains;
  private final @Nullable String containsAsWritten;

  private ExecExpectation(ExecCheck check, Templates templates) throws UnknownPlaceholderException {
    this.exitCode = check.exitCode() == null ? 0 : check.exitCode();
    this.containsAsWritten = check.contains();
    this.contains = templates.fillIfThere(check.contains());
  }

  public static ExecExpectation of(ExecCheck check, Templates templates)
      throws UnknownPlaceholderException {
    return new ExecExpectation(check, templates);
  }

  /**
   * Judges a result.
   *
   * @param ran the program and where, for the sentence: {@code php in service app}
   */
  public Judgement judge(String ran, ExecResult result) {
    String seen = ran + " ended with exit code " + result.exitCode();
    if (result.exitCode() != exitCode) {
      return Judgement.bad(seen + ", expected was " + exitCode + said(result.output()) + ".");
    }
    if (contains != null && !result.output().contains(contains)) {
      return Judgement.bad(
          seen
              + " without the expected text \""
              + containsAsWritten
              + "\""
              + said(result.output())
              + ".");
    }
    return Judgement.good(seen + ", as expected.");
  }

  private static String said(String output) {
    return output.isBlank() ? " (it wrote nothing)" : " (it wrote: " + Excerpt.of(output) + ")";
  }
}
