package tech.coopcloud.ci.recipe.policy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tech.coopcloud.ci.recipe.PlainText;

/** Collects what is denied, each thing once a place. */
final class Denials {
  private static final int LONGEST_WORD = 200;
  private static final int LONGEST_SENTENCE = 300;

  /** A recipe that does everything wrong is told enough to begin with. */
  private static final int MOST = 50;

  private final Map<String, Denial> found = new LinkedHashMap<>();

  /**
   * @param asks what the service or stack does, as the end of a sentence: {@code mounts '/etc' of
   *     the host}
   */
  void deny(String what, String service, String field, String asks) {
    if (found.size() >= MOST) {
      return;
    }
    String word = word(what);
    String who = service.isEmpty() ? "The stack" : "The service '" + service + "'";
    found.putIfAbsent(
        service + " " + field + " " + word,
        new Denial(
            word,
            service,
            field,
            PlainText.of(
                who + " " + PlainText.of(asks, LONGEST_SENTENCE) + " (" + field + ")",
                2 * LONGEST_SENTENCE)));
  }

  /** More of something than a test may have, unless the Recipe allows this number or more. */
  void over(Budget budget, long wanted, String service, String field, String asks) {
    if (wanted > budget.most()) {
      deny(
          budget.word(wanted),
          service,
          field,
          asks + "; the most is " + budget.most() + " " + budget.unit());
    }
  }

  List<Denial> all() {
    return List.copyOf(found.values());
  }

  /** A word that cannot be shown as it is gets a fingerprint, so that no two words are the same. */
  private static String word(String what) {
    String plain = PlainText.of(what, LONGEST_WORD);
    return plain.equals(what)
        ? what
        : plain + "#" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
  }
}
