package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.digest.Sha256;

/**
 * The names that a run gets in the swarm: {@code <first 4 of recipe>-<6 hex of the run>.<zone>}.
 */
final class Naming {
  private Naming() {}

  static String domain(String recipe, String uid, String zone) {
    String start = recipe.substring(0, Math.min(4, recipe.length())).replaceAll("[^a-z0-9]+$", "");
    return (start.isEmpty() ? "run" : start)
        + "-"
        + uid.replace("-", "").substring(0, 6)
        + "."
        + zone;
  }

  /**
   * The domain of a recipe that the run deploys before its own: as long as the run's, and another
   * one also where two names begin alike.
   */
  static String dependency(String recipe, String uid, String zone) {
    return domain(recipe, Sha256.hex(uid + " " + recipe), zone);
  }

  /** The stack is named as abra names it: the domain, its dots as underscores. */
  static String stack(String domain) {
    return domain.replace('.', '_');
  }
}
