package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What makes Traefik (v3.6) leave out all labels of a service, and not only the one that is wrong:
 * it reads them into a structure of known fields, all or nothing. {@code known-labels.txt} holds
 * those of its reference, without {@code traefik.}; {@code *} is any word, {@code **} any rest.
 */
final class KnownLabels {
  private static final String ROOT = "traefik.";

  /** Everything that a known label begins with. */
  private static final Set<String> KNOWN = read();

  private KnownLabels() {}

  /**
   * Checks the labels of a service.
   *
   * @param service its short name
   */
  static void require(String service, Map<String, String> labels) throws NotServedException {
    boolean docker = false;
    boolean swarm = false;
    for (String key : new TreeMap<>(labels).keySet()) {
      String[] words = key.toLowerCase(Locale.ROOT).split("\\.", -1);
      if (!words[0].equals("traefik") || words.length < 2 || !KNOWN.contains(words[1])) {
        continue;
      }
      if (!key.startsWith(ROOT)) {
        throw refused(service, key, "does not begin with traefik in lower case");
      }
      docker |= words[1].equals("docker");
      swarm |= words[1].equals("swarm");
      String unknown = unknown(words);
      if (unknown != null) {
        throw refused(service, key, "has the unknown word '%s'".formatted(unknown));
      }
      if (words.length < shortest(words[1])) {
        throw refused(service, key, "ends too early");
      }
    }
    if (docker && swarm) {
      throw new NotServedException(
          "The service %s has labels of both traefik.docker and traefik.swarm, and then Traefik reads none of its labels: keep traefik.swarm."
              .formatted(service));
    }
  }

  /** The first word that nothing known has in its place, or null. */
  private static @Nullable String unknown(String[] words) {
    String path = words[1];
    for (int i = 2; i < words.length; i++) {
      String word = words[i].replaceFirst("\\[\\d+]$", "");
      if (KNOWN.contains(path + ".**")) {
        return null;
      }
      if (KNOWN.contains(path + "." + word)) {
        path += "." + word;
      } else if (KNOWN.contains(path + ".*")) {
        path += ".*";
      } else {
        return word;
      }
    }
    return null;
  }

  /** How many words a label has at least, with {@code traefik}. */
  private static int shortest(String first) {
    return switch (first) {
      case "http" -> 5;
      case "docker", "swarm" -> 3;
      default -> 2;
    };
  }

  private static Set<String> read() {
    try (InputStream in =
        Objects.requireNonNull(KnownLabels.class.getResourceAsStream("known-labels.txt"))) {
      Set<String> known = new HashSet<>();
      for (String label : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        for (int dot = label.indexOf('.'); dot >= 0; dot = label.indexOf('.', dot + 1)) {
          known.add(label.substring(0, dot));
        }
        known.add(label);
      }
      return Set.copyOf(known);
    } catch (IOException e) {
      throw new UncheckedIOException("known-labels.txt of this program cannot be read", e);
    }
  }

  private static NotServedException refused(String service, String key, String why) {
    return new NotServedException(
        "The label %s of the service %s %s, and then Traefik reads none of its labels: correct it."
            .formatted(key, service, why));
  }
}
