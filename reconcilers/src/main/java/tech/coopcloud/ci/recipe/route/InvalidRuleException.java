package tech.coopcloud.ci.recipe.route;

/** The text is no rule. The message says what is wrong with it, as the end of a sentence. */
public final class InvalidRuleException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidRuleException(String message) {
    super(message);
  }
}
