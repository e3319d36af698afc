package tech.coopcloud.ci.recipe.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is denied, each thing once a place. */
final class Denials {
  private static final int LONGEST_WORD = 253;

  private final Map<String, Denial> found = new LinkedHashMap<>();

  /**
   * @param asks what the service or stack does, as the end of a sentence: {@code mounts '/etc' of
   *     the host}
   */
  void deny(String what, String service, String field, String asks) {
    String word = shown(what);
    String who = service.isEmpty() ? "The stack" : "The service '" + service + "'";
    found.putIfAbsent(
        service + " " + field + " " + word,
        new Denial(
            word,
            service,
            field,
            who
                + " "
                + shown(asks)
                + " ("
                + field
                + "), which is denied; remove it, or allow '"
                + word
                + "' in the Recipe."));
  }

  List<Denial> all() {
    return List.copyOf(found.values());
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > LONGEST_WORD ? plain.substring(0, LONGEST_WORD) : plain;
  }
}
