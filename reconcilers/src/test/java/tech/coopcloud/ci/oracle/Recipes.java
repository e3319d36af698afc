package tech.coopcloud.ci.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random valid recipes. */
final class Recipes {
  private Recipes() {}

  /**
   * @param most how many services there are at the most
   */
  static Arbitrary<GeneratedRecipe> recipes(int most) {
    Arbitrary<List<List<String>>> base =
        Fields.base().list().ofMinSize(most / 2 + 1).ofMaxSize(most);
    Arbitrary<List<List<String>>> over = Fields.overlay().list().ofMaxSize(most / 2);
    return Combinators.combine(base, over, Declared.sections())
        .as(
            (services, overlays, declared) ->
                new GeneratedRecipe(
                    numbered(services, 0),
                    numbered(overlays.subList(0, Math.min(overlays.size(), services.size())), 0),
                    declared));
  }

  /** Ports and targets must not meet: each service has its own hundred. */
  private static Map<String, List<String>> numbered(List<List<String>> services, int from) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (int i = 0; i < services.size(); i++) {
      String hundred = String.valueOf(200 + from + i);
      List<String> fields = new ArrayList<>();
      services.get(i).forEach(field -> fields.add(field.replace("%%", hundred)));
      named.put("s" + hundred, fields);
    }
    return named;
  }

  /** Some of the lines, in their order. */
  static Arbitrary<List<String>> some(String... lines) {
    return some(1, lines);
  }

  static Arbitrary<List<String>> some(int least, String... lines) {
    return Arbitraries.subsetOf(lines)
        .ofMinSize(least)
        .map(chosen -> List.of(lines).stream().filter(chosen::contains).toList());
  }

  /** A field whose value is a block of some of the lines. */
  static Arbitrary<String> block(String name, String... lines) {
    return some(lines)
        .map(chosen -> name + ":\n" + String.join("\n", chosen).indent(2).stripTrailing());
  }

  /** A field with one of the values. */
  static Arbitrary<String> one(String name, String... values) {
    return Arbitraries.of(values).map(value -> name + ": " + value);
  }
}
