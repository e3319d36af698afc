package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.model.Reason;

/** Removes an earlier deployment of the run, so that the next one is fresh. */
final class Clear implements Step<Decision.Clear> {
  private final Removal removal;
  private final Results results;

  Clear(Removal removal, Results results) {
    this.removal = removal;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.Clear todo) throws Exception {
    boolean nothing = todo.all() ? view.observed().isEmpty() : view.own().isEmpty();
    if (nothing) {
      return results.passed(view, todo, "Nothing of an earlier deployment is in the swarm.");
    }
    boolean removed = todo.all() ? removal.remove(view) : removal.removeOwn(view);
    if (!removed && since(view).compareTo(Decider.REMOVAL_PATIENCE) > 0) {
      return results.unverified(
          view,
          todo,
          Reason.INFRASTRUCTURE,
          "The earlier deployment does not go away: see the engine's log for what holds it.");
    }
    return removed
        ? Outcome.goOn(view.status())
        : Outcome.lookAgain(view.status(), RemoveStack.LOOK);
  }

  private static Duration since(RunView view) {
    String started = view.stage().startedAt();
    return started == null ? Duration.ZERO : Duration.between(Instant.parse(started), view.now());
  }
}
