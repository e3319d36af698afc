package tech.coopcloud.ci.recipe.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that stand in the actions of a Go template, outside of strings and comments: functions
 * and keywords, but no fields and no variables.
 *
 * @param words in order, each as often as it stands there
 * @param isOpen whether the last action does not end, so that no Go program takes the template
 */
record TemplateText(List<String> words, boolean isOpen) {
  TemplateText {
    words = List.copyOf(words);
  }

  static TemplateText of(String text) {
    List<String> words = new ArrayList<>();
    boolean isOpen = false;
    int at = text.indexOf("{{");
    while (at >= 0) {
      at = action(text, at + 2, words);
      isOpen = at >= text.length();
      at = text.indexOf("{{", at);
    }
    return new TemplateText(words, isOpen);
  }

  long count(String word) {
    return words.stream().filter(word::equals).count();
  }

  /** Reads one action, and gives where it ends. */
  private static int action(String text, int from, List<String> words) {
    int at = from;
    while (at < text.length() && !text.startsWith("}}", at)) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'' || c == '`') {
        at = afterQuoted(text, at, c);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        at = end < 0 ? text.length() : end + 2;
      } else if (c == '.' || c == '$') {
        at = afterWord(text, at + 1);
        words.add(String.valueOf(c));
      } else if (isOfWord(c)) {
        int end = afterWord(text, at);
        if (!Character.isDigit(c)) {
          words.add(text.substring(at, end));
        }
        at = end;
      } else {
        at++;
      }
    }
    return at;
  }

  private static int afterQuoted(String text, int open, char quote) {
    int at = open + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }

  private static int afterWord(String text, int from) {
    int at = from;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isOfWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
