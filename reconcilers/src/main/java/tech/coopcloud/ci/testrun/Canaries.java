package tech.coopcloud.ci.testrun;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.StageStatus;

/** Which canaries and seeds a stage has written stands in its status: a check for each. Pure. */
final class Canaries {
  private static final String CANARY = "canary ";
  private static final String SEED = "seed ";

  private Canaries() {}

  /**
   * @param prefix of the checks that belong together, or empty
   */
  static Check canary(String prefix, String item, String value) {
    return Check.passed(
        prefix + CANARY + item, "A file that says \"" + value + "\" was put into " + item + ".");
  }

  static Check seed(String prefix, String seed, String sentence) {
    return Check.passed(prefix + SEED + seed, sentence);
  }

  /** The names of the items that have a canary. */
  static Set<String> in(StageStatus stage, String prefix) {
    return names(stage, prefix + CANARY);
  }

  /** The names of the Recipe's seeds that were written. */
  static Set<String> seeds(StageStatus stage, String prefix) {
    return names(stage, prefix + SEED);
  }

  private static Set<String> names(StageStatus stage, String start) {
    return stage.checksOrNone().stream()
        .map(Check::name)
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What was seen, for a sentence. */
  static String shown(@Nullable String canary) {
    return canary == null ? "no such file" : "\"" + canary + "\"";
  }
}
