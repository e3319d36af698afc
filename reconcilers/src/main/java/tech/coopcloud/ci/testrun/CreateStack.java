package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Creates everything that the recipe asks for, in the order of {@code docker stack deploy}. What is
 * there already is left as it is, so a run that was interrupted half way goes on where it stopped.
 */
final class CreateStack implements Step {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PULL_PATIENCE = Duration.ofMinutes(10);

  private final Tools tools;

  CreateStack(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view) throws Exception {
    TestRunStatus status = view.status();
    try {
      Integer created = tools.background().take(view.uid(), "create", () -> create(view));
      if (created == null) {
        return Outcome.lookAgain(status, LOOK);
      }
      return Outcome.goOn(
          status.withStage(
              view.install()
                  .withCheck(
                      Check.passed(
                          Checks.CREATED,
                          created + " objects of stack " + status.stackName() + "."))));
    } catch (Refusal e) {
      return refuse(view, e.state, e.reason, String.valueOf(e.getMessage()));
    } catch (InvalidRecipeException e) {
      return refuse(view, StageState.FAILED, Reason.INVALID_RECIPE, String.valueOf(e.getMessage()));
    } catch (SourceException e) {
      return refuse(view, StageState.UNVERIFIED, e.reason(), String.valueOf(e.getMessage()));
    } catch (SwarmException.Refused e) {
      return refuse(view, StageState.FAILED, Reason.DEPLOY_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private Outcome refuse(RunView view, StageState state, Reason reason, String sentence) {
    String clean = tools.log(view).redactor().clean(sentence);
    TestRunStatus status =
        view.status()
            .withStage(view.install().withCheck(new Check(Checks.CREATED, state, clean, null)));
    return Outcome.goOn(Endings.end(view, status, state, reason, clean));
  }

  private int create(RunView view) throws Exception {
    StackSpec stack = tools.stack(view);
    RunLog log = tools.log(view);
    stack.warnings().forEach(w -> log.say("Warning: " + w));
    String noRoute = tools.ingress().noRoute(stack, String.valueOf(view.status().domain()));
    if (noRoute != null) {
      throw new Refusal(StageState.FAILED, Reason.NO_ROUTE, noRoute);
    }
    images(stack);
    objects(view, stack, log);
    tools.followers().ensure(view.uid(), log);
    return stack.networks().size()
        + stack.volumes().size()
        + stack.secrets().size()
        + stack.configs().size()
        + stack.services().size();
  }

  private void images(StackSpec stack) throws Refusal {
    List<String> images =
        stack.services().stream().map(s -> s.container().image()).distinct().toList();
    for (String image : images) {
      Swarm.ImageProblem problem = tools.swarm().ensureImage(image, PULL_PATIENCE);
      if (problem != null) {
        throw problem.missing()
            ? new Refusal(StageState.FAILED, Reason.IMAGE_NOT_FOUND, problem.sentence())
            : new Refusal(StageState.UNVERIFIED, Reason.IMAGE_PULL_FAILED, problem.sentence());
      }
    }
  }

  private void objects(RunView view, StackSpec stack, RunLog log) {
    Owner owner = tools.owner(view);
    Swarm swarm = tools.swarm();
    for (String network : stack.externalNetworks()) {
      if (network.equals(tools.ingress().networkName())) {
        swarm.ensureIngressNetwork(network);
      }
    }
    stack
        .networks()
        .forEach(n -> effect(log, "network", n.name(), () -> swarm.createNetwork(n, owner)));
    stack
        .volumes()
        .forEach(v -> effect(log, "volume", v.name(), () -> swarm.createVolume(v, owner)));
    stack
        .secrets()
        .forEach(s -> effect(log, "secret", s.name(), () -> swarm.createSecret(s, owner)));
    stack
        .configs()
        .forEach(c -> effect(log, "config", c.name(), () -> swarm.createConfig(c, owner)));
    stack
        .services()
        .forEach(s -> effect(log, "service", s.name(), () -> swarm.createService(s, owner)));
  }

  private void effect(RunLog log, String kind, String name, Runnable create) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the run is being ended");
    }
    tools.effects().run("create-" + kind, create);
    log.say("Created " + kind + " " + name + ".");
  }

  /** What ends a run before anything is created. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final StageState state;
    private final Reason reason;

    Refusal(StageState state, Reason reason, String sentence) {
      super(sentence);
      this.state = state;
      this.reason = reason;
    }
  }
}
