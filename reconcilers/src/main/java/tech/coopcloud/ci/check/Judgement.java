package tech.coopcloud.ci.check;

/**
 * Whether something is as expected.
 *
 * @param sentence what was seen, and where it is not as expected also what was expected. It may
 *     hold what a deployment said, so it has to be cleaned before it is shown
 */
public record Judgement(boolean asExpected, String sentence) {
  static Judgement good(String sentence) {
    return new Judgement(true, sentence);
  }

  static Judgement bad(String sentence) {
    return new Judgement(false, sentence);
  }
}
