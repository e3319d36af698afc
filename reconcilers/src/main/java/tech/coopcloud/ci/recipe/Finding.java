package tech.coopcloud.ci.recipe;

/**
 * Something about a recipe that its maintainer should know.
 *
 * @param file relative to the checkout; empty where no one file is meant
 * @param line counted from 1; 0 where no one line is meant
 * @param sentence what is wrong and what to do; holds no secret value
 */
public record Finding(String file, int line, String sentence) {

  /** {@code compose.yml:12: sentence}. */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return sentence;
    }
    return file + (line > 0 ? ":" + line : "") + ": " + sentence;
  }
}
