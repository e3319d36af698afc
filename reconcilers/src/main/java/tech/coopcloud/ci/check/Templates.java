package tech.coopcloud.ci.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills placeholders such as {@code {{ domain }}} in the values of a Recipe. What begins with a
 * dot, {@code {{.Node.Hostname}}}, is Swarm's own and stays.
 */
public final class Templates {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^.{}\\s][^{}]*?)\\s*}}");

  private final Map<String, String> values;

  private Templates(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param values by placeholder, e.g. {@code domain} or {@code secrets.db_password}
   */
  public static Templates of(Map<String, String> values) {
    return new Templates(new TreeMap<>(values));
  }

  /** The same, and some more. */
  public Templates and(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(more);
    return new Templates(all);
  }

  /**
   * The text with every placeholder replaced.
   *
   * @throws UnknownPlaceholderException when there is no value for one; the sentence names those
   *     that there are, and never a value
   */
  public String fill(String text) throws UnknownPlaceholderException {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher)));
    }
    return matcher.appendTail(filled).toString();
  }

  /** {@link #fill} where there may be no text. */
  public @Nullable String fillIfThere(@Nullable String text) throws UnknownPlaceholderException {
    return text == null ? null : fill(text);
  }

  public List<String> fill(List<String> texts) throws UnknownPlaceholderException {
    String[] filled = texts.toArray(String[]::new);
    for (int i = 0; i < filled.length; i++) {
      filled[i] = fill(filled[i]);
    }
    return List.of(filled);
  }

  /** Fills the values, not the keys. */
  public Map<String, String> fill(Map<String, String> texts) throws UnknownPlaceholderException {
    Map<String, String> filled = new TreeMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      filled.put(text.getKey(), fill(text.getValue()));
    }
    return filled;
  }

  private String value(MatchResult placeholder) throws UnknownPlaceholderException {
    String value = values.get(placeholder.group(1));
    if (value == null) {
      throw new UnknownPlaceholderException(
          "There is no value for the placeholder {{ "
              + placeholder.group(1)
              + " }}: there is one for "
              + String.join(", ", values.keySet())
              + ".");
    }
    return value;
  }

  /** A template names something that there is no value for. The message is one sentence. */
  public static final class UnknownPlaceholderException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownPlaceholderException(String sentence) {
      super(sentence);
    }
  }
}
