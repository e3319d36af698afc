package tech.coopcloud.ci.ingress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options of one middleware, router or service: what stands in the labels behind its name.
 *
 * @param what names it in sentences, e.g. {@code middleware 'strip'}
 * @param values by name in lower case, e.g. {@code loadbalancer.server.port}
 */
record Options(String what, Map<String, String> values) {
  private static final Set<String> TRUE = Set.of("1", "t", "true");

  Options {
    values = Map.copyOf(values);
  }

  /** The options below a name, without it. */
  Options below(String name) {
    Map<String, String> below = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(name + ".")) {
            below.put(key.substring(name.length() + 1), value);
          }
        });
    return new Options(what, below);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise).strip();
  }

  boolean flag(String name) {
    return isTrue(values.getOrDefault(name, ""));
  }

  /** As Go's ParseBool reads it. */
  static boolean isTrue(String value) {
    return TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /** Separated by commas; also as {@code name[0]}, {@code name[1]}. */
  List<String> list(String name) {
    return values.entrySet().stream()
        .filter(it -> it.getKey().equals(name) || it.getKey().matches(name + "\\[\\d+]"))
        .sorted(Map.Entry.comparingByKey())
        .flatMap(it -> Arrays.stream(it.getValue().split(",")))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  String required(String name) throws NotServedException {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw notServed("lacks " + name);
    }
    return value;
  }

  /** For what a Traefik would serve. */
  NotHereException notHere(String why) {
    return new NotHereException("The " + what + " " + why + ".");
  }

  NotServedException notServed(String why) {
    return new NotServedException("The " + what + " " + why + ".");
  }
}
