package tech.coopcloud.ci.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.SecretValue;

/**
 * Stands before everything that a run says. It replaces each secret value by {@code ***}, also
 * where it was encoded: as base64 (also in the midst of something longer, as in a header with a
 * user's name and password), in hexadecimal, in a URL, in JSON or in HTML. Values shorter than
 * {@link #SHORTEST} characters are not looked for: they would blank out half of every text. A value
 * that was cut into pieces, turned round or encrypted is not found.
 */
public final class Redactor {
  static final int SHORTEST = 4;

  /** Of base64 in the midst of something, and of hexadecimal. */
  private static final int SHORTEST_ENCODED = 8;

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

  /** Whether nothing was ever given to hide. */
  public boolean knowsNothing() {
    return needles.isEmpty();
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
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    HexFormat hex = HexFormat.of();
    Stream<String> encoded =
        Stream.concat(
            Stream.of(hex.formatHex(bytes), hex.withUpperCase().formatHex(bytes)),
            IntStream.range(0, 3).boxed().flatMap(offset -> base64(bytes, offset)));
    return Stream.concat(
            Stream.of(
                value,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                url,
                url.replace("+", "%20"),
                value.replace("\\", "\\\\").replace("\"", "\\\""),
                html(value)),
            encoded.filter(it -> it.length() >= SHORTEST_ENCODED))
        .distinct();
  }

  private static String html(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }

  /** The characters that follow from the value alone, wherever it stands in what was encoded. */
  private static Stream<String> base64(byte[] value, int offset) {
    byte[] shifted = new byte[value.length + offset];
    System.arraycopy(value, 0, shifted, offset, value.length);
    int first = offset == 0 ? 0 : offset + 1;
    return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
        .map(encoder -> encoder.withoutPadding().encodeToString(shifted))
        .map(it -> it.substring(first, shifted.length % 3 == 0 ? it.length() : it.length() - 1));
  }
}
