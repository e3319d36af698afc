package tech.coopcloud.ci.testrun;

import java.util.List;
import java.util.stream.Collectors;
import tech.coopcloud.ci.recipe.policy.Denial;

/** The recipe asks for what it may not have. */
final class NotAllowedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 10;

  NotAllowedException(List<Denial> denials) {
    super(sentence(denials));
  }

  private static String sentence(List<Denial> denials) {
    String first =
        denials.stream().limit(MOST).map(Denial::sentence).collect(Collectors.joining(" "));
    int more = denials.size() - MOST;
    return more > 0 ? first + " (And " + more + " more.)" : first;
  }
}
