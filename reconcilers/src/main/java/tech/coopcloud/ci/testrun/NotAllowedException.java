package tech.coopcloud.ci.testrun;

import java.util.List;
import java.util.stream.Collectors;
import tech.coopcloud.ci.recipe.policy.Denial;

/** The recipe asks for what it may not have. */
final class NotAllowedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotAllowedException(List<Denial> denials) {
    super(denials.stream().map(Denial::sentence).collect(Collectors.joining(" ")));
  }
}
