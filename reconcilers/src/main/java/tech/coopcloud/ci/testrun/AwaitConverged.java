package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;

/**
 * Sees whether every service runs. Docker's events wake the run; behind them stand looks that grow
 * rarer with time.
 */
final class AwaitConverged implements Step<Decision.AwaitConverged> {
  private static final Duration SOON = Duration.ofMillis(15);
  private static final Duration FRESH = Duration.ofMinutes(2);

  private final Tools tools;
  private final Results results;

  AwaitConverged(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.AwaitConverged todo) throws Exception {
    RunLog log = tools.log(view);
    StackSpec stack = tools.stack(view, todo.version());
    tools.followers().ensure(view.uid(), log);
    Duration age =
        Duration.between(Instant.parse(String.valueOf(view.status().deployingSince())), view.now());
    Duration timeout = tools.stacks().deployTimeout(view.of(todo.version()), stack);
    return switch (Convergence.judge(stack, view.observed(), age, timeout)) {
      case Convergence.Converged converged -> {
        String sentence =
            "Every service runs"
                + (converged.restarts() == 0
                    ? "."
                    : ", after " + converged.restarts() + " restarts.");
        Outcome passed = results.passed(view, todo, sentence);
        yield todo.dependency() == null
            ? Outcome.goOn(passed.status().edit().phase(Phase.STAGE).build())
            : passed;
      }
      case Convergence.Waiting waiting -> {
        log.sayOnce("Waiting: " + waiting.sentence() + ".");
        yield Outcome.lookAgain(
            view.status(), isImminent(view.observed(), age) ? SOON : pause(age));
      }
      case Convergence.Failed failed ->
          results.failed(view, todo, failed.reason(), failed.sentence());
    };
  }

  /** Whether all containers do well, and only Swarm's word for it is still to come. */
  private static boolean isImminent(Observed observed, Duration age) {
    int wanted = observed.services().stream().mapToInt(Observed.Service::replicas).sum();
    long well =
        observed.containers().stream()
            .filter(container -> container.state().equals("running"))
            .filter(container -> container.health() == null || container.health().equals("healthy"))
            .count();
    return age.compareTo(FRESH) < 0 && wanted > 0 && well >= wanted;
  }

  static Duration pause(Duration age) {
    if (age.toMillis() < 4_000) {
      return Duration.ofMillis(100);
    }
    return age.toSeconds() < 30 ? Duration.ofMillis(500) : Duration.ofSeconds(2);
  }
}
