package tech.coopcloud.ci.recipe;

import java.util.List;

/** Splits a command into its words, as a shell would before it expands anything. */
public final class ShellWords {
  private ShellWords() {}

  /**
   * Quotes and backslashes count, variables and wildcards do not.
   *
   * @throws IllegalArgumentException with a phrase that says what is wrong, e.g. a quote that is
   *     not closed
   */
  public static List<String> split(String command) {
    return List.copyOf(GoText.words(command));
  }
}
