package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;

/** Sees whether Swarm finished an update: every service runs as it is now asked for. */
final class AwaitUpdated implements Step<Decision.AwaitUpdated> {
  private final Tools tools;
  private final Results results;

  AwaitUpdated(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.AwaitUpdated todo) throws Exception {
    StackSpec stack = tools.stack(view, todo.version());
    tools.followers().ensure(view.uid(), tools.log(view));
    String undone = undone(view.observed());
    if (undone != null) {
      return results.failed(view, todo, Reason.UPDATE_FAILED, undone);
    }
    Duration age =
        Duration.between(Instant.parse(String.valueOf(view.status().deployingSince())), view.now());
    Duration timeout = tools.stacks().deployTimeout(view, stack);
    return switch (Convergence.judge(stack, view.observed().current(), age, timeout)) {
      case Convergence.Converged converged -> {
        String busy = busy(view.observed());
        yield busy == null
            ? results.passed(view, todo, "Every service runs as the new version asks for.")
            : waiting(view, busy, age);
      }
      case Convergence.Waiting waiting -> waiting(view, waiting.sentence(), age);
      case Convergence.Failed failed ->
          results.failed(
              view,
              todo,
              failed.reason() == Reason.NEVER_HEALTHY ? Reason.UPDATE_FAILED : failed.reason(),
              "After the upgrade: " + failed.sentence());
    };
  }

  private Outcome waiting(RunView view, String sentence, Duration age) {
    tools.log(view).sayOnce("Waiting: " + sentence + ".");
    return Outcome.lookAgain(view.status(), AwaitConverged.pause(age));
  }

  private static @Nullable String undone(Observed observed) {
    for (Observed.Service service : observed.services()) {
      String state = service.updateState();
      if (state != null && (state.startsWith("rollback") || state.equals("paused"))) {
        return "Swarm "
            + (state.equals("paused") ? "gave up" : "rolled back")
            + " the update of service "
            + service.name()
            + (service.updateMessage() == null ? "" : " (" + service.updateMessage() + ")")
            + ": its new tasks did not stay up, see their lines in the log.";
      }
    }
    return null;
  }

  private static @Nullable String busy(Observed observed) {
    return observed.services().stream()
        .filter(service -> "updating".equals(service.updateState()))
        .map(service -> service.name() + " is still being updated")
        .findFirst()
        .orElse(null);
  }
}
