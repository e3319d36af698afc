package tech.coopcloud.ci.testrun;

import java.time.Duration;

/** Removes what is in the swarm, at the end of a run. */
final class RemoveStack implements Step<Decision.RemoveStack> {
  static final Duration LOOK = Duration.ofMillis(50);

  private final Removal removal;

  RemoveStack(Removal removal) {
    this.removal = removal;
  }

  @Override
  public Outcome act(RunView view, Decision.RemoveStack decision) throws Exception {
    return removal.remove(view)
        ? Outcome.goOn(view.status())
        : Outcome.lookAgain(view.status(), LOOK);
  }
}
