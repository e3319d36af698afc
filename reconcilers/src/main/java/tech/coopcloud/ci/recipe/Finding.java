package tech.coopcloud.ci.recipe;

/**
 * Something about a recipe that its maintainer should know.
 *
 * @param severity whether it can stay as it is
 * @param file relative to the checkout; empty where no one file is meant
 * @param line counted from 1; 0 where no one line is meant
 * @param sentence what is wrong and what to do; holds no secret value
 */
public record Finding(Severity severity, String file, int line, String sentence) {
  /** How bad it is. */
  public enum Severity {
    /** It does not work, or not as the recipe says. */
    ERROR,
    /** It works, and should be otherwise. */
    WARNING
  }

  /** An error. */
  public Finding(String file, int line, String sentence) {
    this(Severity.ERROR, file, line, sentence);
  }

  public static Finding error(Place place, String sentence) {
    return new Finding(Severity.ERROR, place.file(), place.line(), sentence);
  }

  public static Finding warning(Place place, String sentence) {
    return new Finding(Severity.WARNING, place.file(), place.line(), sentence);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code compose.yml:12: sentence}. */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return sentence;
    }
    return file + (line > 0 ? ":" + line : "") + ": " + sentence;
  }
}
