package tech.coopcloud.ci.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.SecretValue;

/**
 * Stands before everything that a run says. It replaces each secret value by {@code ***}, also
 * where it was encoded as base64 or in a URL. Values shorter than {@link #SHORTEST} characters are
 * not looked for: they would blank out half of every text.
 */
public final class Redactor {
  static final int SHORTEST = 4;
  private static final String BLANK = "***";

  private final Set<String> needles = new CopyOnWriteArraySet<>();

  /** From now on these values are hidden. */
  public void hide(Collection<SecretValue> values) {
    for (SecretValue value : values) {
      String text = new String(value.bytes(), StandardCharsets.UTF_8);
      Stream.concat(text.lines(), Stream.of(text.strip()))
          .filter(t -> t.length() >= SHORTEST)
          .flatMap(Redactor::forms)
          .forEach(needles::add);
    }
  }

  /** The text without any hidden value. */
  public String clean(String text) {
    String cleaned = text;
    for (String needle : longestFirst()) {
      cleaned = cleaned.replace(needle, BLANK);
    }
    return cleaned;
  }

  private List<String> longestFirst() {
    String[] all = needles.toArray(String[]::new);
    Arrays.sort(all, Comparator.comparingInt(String::length).reversed());
    return List.of(all);
  }

  private static Stream<String> forms(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        value,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
