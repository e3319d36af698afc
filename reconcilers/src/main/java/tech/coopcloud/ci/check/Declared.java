package tech.coopcloud.ci.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.FunctionalCheck;

/** Whether the checks of a Recipe can be told apart and made. Pure. */
public final class Declared {
  private Declared() {}

  /**
   * Says what is wrong with the checks.
   *
   * @param reserved whether a name is one that cc-ci itself gives to a check
   * @return one sentence, or null when nothing is
   */
  public static @Nullable String problem(List<FunctionalCheck> checks, Predicate<String> reserved) {
    Set<String> names = new HashSet<>();
    for (FunctionalCheck check : checks) {
      if (reserved.test(check.name())) {
        return "The Recipe names a check \""
            + check.name()
            + "\", which is a name of cc-ci's own: give it another.";
      }
      if (!names.add(check.name())) {
        return "The Recipe has two checks named \"" + check.name() + "\": rename one.";
      }
      long kinds =
          Stream.of(check.http() != null, check.browser() != null, check.exec() != null)
              .filter(it -> it)
              .count();
      if (kinds != 1) {
        return "The check \""
            + check.name()
            + "\" of the Recipe has "
            + kinds
            + " of http, browser and exec: give it exactly one.";
      }
    }
    return null;
  }
}
