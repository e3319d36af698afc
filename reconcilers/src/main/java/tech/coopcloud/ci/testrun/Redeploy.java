package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;

/** Deploys the same again: no task may be replaced for it. */
final class Redeploy implements Step<Decision.Redeploy> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final StackWriter writer;
  private final Refusals refusals;
  private final Results results;

  Redeploy(Tools tools, StackWriter writer, Refusals refusals, Results results) {
    this.tools = tools;
    this.writer = writer;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.Redeploy todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          String changed =
              tools.background().take(view.uid(), todo.check(), () -> redeploy(view, todo));
          if (changed == null) {
            return Outcome.lookAgain(view.status(), LOOK);
          }
          return changed.isEmpty()
              ? results.passed(view, todo, "Deploying the same again changed nothing.")
              : results.failed(
                  view,
                  todo,
                  Reason.NOT_IDEMPOTENT,
                  "Deploying the same again replaced tasks of "
                      + changed
                      + ": something in the recipe differs from one reading to the next.");
        });
  }

  /** The services whose tasks are not as they are asked for any more; empty when none. */
  private String redeploy(RunView view, Decision.Redeploy todo) throws Exception {
    StackSpec stack = tools.stacks().readAgain(view, todo.version());
    writer.objects(view, stack);
    stack.services().forEach(service -> writer.update(view, service));
    Observed observed = tools.swarm().observe(view.uid());
    Set<String> stale =
        observed.tasks().stream()
            .filter(task -> task.desired().equals("running") && !task.current())
            .map(Observed.Task::serviceId)
            .collect(Collectors.toSet());
    return observed.services().stream()
        .filter(service -> stale.contains(service.id()))
        .map(Observed.Service::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
