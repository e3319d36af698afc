package tech.coopcloud.ci.testrun;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.operator.Operators;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.SwarmException;

/** Steps a TestRun towards Done: observe, decide, act once, summarise. */
@ControllerConfiguration(
    name = "testrun",
    finalizerName = Api.TEARDOWN_FINALIZER,
    triggerReconcilerOnAllEvents = true)
public final class TestRunReconciler implements Reconciler<TestRun> {
  private static final Logger LOG = LoggerFactory.getLogger(TestRunReconciler.class);

  /** Behind every wait stands a slow look. */
  private static final Duration ENGINE_AWAY = Duration.ofSeconds(3);

  private final Runs runs;
  private final Wakeups wakeups;
  private final Tools tools;
  private final Steps steps;
  private final Announcer announcer;

  TestRunReconciler(Runs runs, Wakeups wakeups, Tools tools, Announcer announcer) {
    this.runs = runs;
    this.wakeups = wakeups;
    this.tools = tools;
    this.steps = new Steps(tools);
    this.announcer = announcer;
  }

  @Override
  public List<EventSource<?, TestRun>> prepareEventSources(EventSourceContext<TestRun> context) {
    return List.of(wakeups.source());
  }

  @Override
  public UpdateControl<TestRun> reconcile(TestRun run, Context<TestRun> context) throws Exception {
    if (context.isPrimaryResourceDeleted()) {
      return gone(run);
    }
    boolean held = run.getMetadata().getFinalizers().contains(Api.TEARDOWN_FINALIZER);
    boolean deleting = run.getMetadata().getDeletionTimestamp() != null;
    if (!held) {
      return deleting || phase(run) == Phase.DONE ? UpdateControl.noUpdate() : hold(run);
    }
    if (deleting && phase(run) == Phase.DONE) {
      return release(run);
    }
    RunView view = observe(run);
    Decision decision = Decider.decide(view);
    return summarise(view, act(view, decision));
  }

  private RunView observe(TestRun run) {
    int place = phase(run) == Phase.PENDING && runs.recipe(run) != null ? runs.place(run) : 0;
    return new RunView(
        run,
        runs.recipe(run),
        runs.dependencies(run),
        null,
        place,
        runs.group(run),
        new Once<Observed>(() -> tools.swarm().observe(run.getMetadata().getUid())),
        Instant.now());
  }

  private Outcome act(RunView view, Decision decision) throws Exception {
    try {
      return steps.act(view, decision);
    } catch (SwarmException.Unavailable e) {
      tools.log(view).sayOnce("The engine is in the way: " + e.getMessage());
      return Outcome.lookAgain(view.status(), ENGINE_AWAY);
    }
  }

  private UpdateControl<TestRun> summarise(RunView view, Outcome outcome) {
    TestRun run = view.run();
    TestRunStatus before = run.getStatus();
    TestRunStatus after =
        outcome.next() == Outcome.Next.REST && phase(run) == Phase.DONE
            ? outcome.status()
            : Summary.of(outcome.status(), run.getMetadata().getGeneration(), Instant.now());
    boolean changed = !after.equals(before);
    if (changed) {
      announcer.changed(run, before, after);
      run.setStatus(after);
    }
    UpdateControl<TestRun> control =
        changed ? UpdateControl.patchStatus(run) : UpdateControl.noUpdate();
    boolean toBeReleased =
        outcome.next() == Outcome.Next.REST && run.getMetadata().getDeletionTimestamp() != null;
    if (outcome.next() == Outcome.Next.GO_ON || toBeReleased) {
      return control.reschedule();
    }
    Duration pause = outcome.pause();
    if (pause != null) {
      return control.rescheduleAfter(untilDeadline(view, pause));
    }
    return changed ? control.rescheduleAfter(Operators.AFTER_OWN_PATCH) : control;
  }

  private static Duration untilDeadline(RunView view, Duration pause) {
    Instant deadline = Decider.deadline(view);
    if (deadline == null) {
      return pause;
    }
    Duration left = Duration.between(Instant.now(), deadline).plusMillis(50);
    return left.compareTo(pause) < 0 && left.isPositive() ? left : pause;
  }

  private UpdateControl<TestRun> hold(TestRun run) {
    run.addFinalizer(Api.TEARDOWN_FINALIZER);
    return UpdateControl.patchResource(run).reschedule();
  }

  private UpdateControl<TestRun> release(TestRun run) {
    var metadata = run.getMetadata();
    tools.logs().delete(metadata.getNamespace(), metadata.getName(), metadata.getUid());
    run.removeFinalizer(Api.TEARDOWN_FINALIZER);
    return UpdateControl.patchResource(run);
  }

  private UpdateControl<TestRun> gone(TestRun run) throws InterruptedException {
    LOG.debug("{} is gone", run.getMetadata().getName());
    tools.background().cancel(run.getMetadata().getUid());
    return UpdateControl.noUpdate();
  }

  private static Phase phase(TestRun run) {
    return run.getStatus() == null ? Phase.PENDING : run.getStatus().phaseOrPending();
  }
}
