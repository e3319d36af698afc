package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Creates everything that a version of the recipe asks for, in the order of {@code docker stack
 * deploy}. What is there already is left as it is, so a run that was interrupted half way goes on
 * where it stopped.
 */
final class CreateStack implements Step<Decision.CreateStack> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final StackWriter writer;
  private final Refusals refusals;
  private final Results results;

  CreateStack(Tools tools, StackWriter writer, Refusals refusals, Results results) {
    this.tools = tools;
    this.writer = writer;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.CreateStack todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          Integer created =
              tools.background().take(view.uid(), todo.check(), () -> create(view, todo.version()));
          return created == null
              ? Outcome.lookAgain(view.status(), LOOK)
              : created(view, todo, created);
        });
  }

  private Outcome created(RunView view, Decision.CreateStack todo, int count) throws Exception {
    TestRunStatus seen = view.of(todo.version()).status();
    Outcome outcome =
        results.passed(view, todo, count + " objects of stack " + seen.stackName() + ".");
    return Outcome.goOn(
        Results.withAllowed(view, outcome, todo, tools.stacks().allowed(view, todo.version()))
            .edit()
            .deployingSince(Summary.time(Instant.now()))
            .build());
  }

  private int create(RunView view, Version version) throws Exception {
    StackSpec stack = tools.stack(view, version);
    stack.warnings().forEach(w -> tools.log(view).say("Warning: " + w));
    tools.stacks().allowed(view, version).forEach(tools.log(view)::say);
    RunView seen = view.of(version);
    String noRoute = tools.ingress().noRoute(stack, String.valueOf(seen.status().domain()));
    if (noRoute != null) {
      throw new Refusals.Refusal(Reason.NO_ROUTE, noRoute);
    }
    writer.images(view, stack);
    writer.objects(seen, stack);
    stack.services().forEach(service -> writer.create(seen, service));
    tools.followers().ensure(view.uid(), tools.log(view));
    return stack.networks().size()
        + stack.volumes().size()
        + stack.secrets().size()
        + stack.configs().size()
        + stack.services().size();
  }
}
