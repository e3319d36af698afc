package tech.coopcloud.ci.controller.e2e;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Cleans the engine after a test that failed half way, so that the next one begins with nothing.
 */
final class Leftovers {
  private Leftovers() {}

  static void remove(String controller) {
    if (controller.isEmpty() || Engine.ofController(controller).isEmpty()) {
      return;
    }
    String label = "label=ci.coopcloud.tech/controller=" + controller;
    each(label, List.of("service", "ls"), List.of("service", "rm"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              each(label, List.of("ps", "-a"), List.of("rm", "-f", "-v"));
              return Engine.docker("ps", "-a", "-q", "--filter", label).isBlank();
            });
    for (String kind : List.of("network", "volume", "secret", "config")) {
      each(label, List.of(kind, "ls"), List.of(kind, "rm"));
    }
  }

  private static void each(String label, List<String> list, List<String> remove) {
    String[] listing = new String[list.size() + 3];
    list.toArray(listing);
    listing[list.size()] = "-q";
    listing[list.size() + 1] = "--filter";
    listing[list.size() + 2] = label;
    for (String id : Engine.docker(listing).lines().toList()) {
      String[] removal = new String[remove.size() + 1];
      remove.toArray(removal);
      removal[remove.size()] = id;
      try {
        Engine.docker(removal);
      } catch (AssertionError e) {
        System.err.println(id + " did not go: " + e.getMessage());
      }
    }
  }
}
