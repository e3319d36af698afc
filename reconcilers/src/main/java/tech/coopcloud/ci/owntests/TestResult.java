package tech.coopcloud.ci.owntests;

/**
 * One test.
 *
 * @param name as its runner has it, shortened
 * @param message what the test said, shortened; foreign text, to be cleaned before it is shown
 */
public record TestResult(String name, State state, String message) {
  /** How a test ended. */
  public enum State {
    PASSED,
    FAILED,
    SKIPPED
  }
}
