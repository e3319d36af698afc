package tech.coopcloud.ci.recipe.policy;

/**
 * Something that a recipe asks for and may not have.
 *
 * @param what the word with which a Recipe can allow it, e.g. {@code host-port:25}
 * @param service short name of the service, or empty for an object of the stack
 * @param field of the compose file, e.g. {@code ports}
 * @param asks who asks for what, e.g. {@code The service 'mail' publishes port 25 of the host
 *     (ports)}
 */
public record Denial(String what, String service, String field, String asks) {

  /** What is denied, and what to do. */
  public String sentence() {
    return asks + ", which is denied; remove it, or allow '" + what + "' in the Recipe.";
  }
}
