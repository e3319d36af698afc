package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tech.coopcloud.ci.backup.Backups;
import tech.coopcloud.ci.browser.Browser;
import tech.coopcloud.ci.event.EventRecorder;
import tech.coopcloud.ci.history.RecipeReconciler;
import tech.coopcloud.ci.image.ImagePruner;
import tech.coopcloud.ci.image.PulledImages;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.log.RunLogs;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.operator.Operators;
import tech.coopcloud.ci.orphan.OrphanSweeper;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * Reconciles TestRuns on java-operator-sdk, what they leave behind, and the history of their
 * recipes.
 */
public final class TestRunController implements AutoCloseable {
  private static final Duration LAST_STEP = Duration.ofSeconds(20);

  private final SharedIndexInformer<TestRun> testRuns;
  private final Runs runs;
  private final Backups backups;
  private final Stacks stacks;
  private final Operator operator;
  private final Swarm swarm;
  private final String controller;
  private final Wakeups wakeups;
  private final Background background;
  private final LogFollowers followers;
  private final EventRecorder events;
  private final OrphanSweeper orphans;
  private final ImagePruner images;
  private final RecipeReconciler history;
  private Optional<AutoCloseable> swarmEvents = Optional.empty();

  /**
   * What the controller is given.
   *
   * @param controller id of this installation of cc-ci
   * @param zone the domain under which each run gets its own
   * @param capacity how many runs may go on at once
   * @param effects is told of every side effect
   */
  public record Setup(
      KubernetesClient client,
      SharedIndexInformer<TestRun> testRuns,
      SharedIndexInformer<Recipe> recipes,
      Swarm swarm,
      Ingress ingress,
      Browser browser,
      SourceFetcher sources,
      Stacks stacks,
      PulledImages images,
      Backups backups,
      RunLogs logs,
      Metrics metrics,
      Effects effects,
      String controller,
      String zone,
      int capacity) {}

  public TestRunController(Setup setup) {
    this.testRuns = setup.testRuns();
    this.swarm = setup.swarm();
    this.controller = setup.controller();
    this.backups = setup.backups();
    this.stacks = setup.stacks();
    this.runs =
        new Runs(
            () -> setup.testRuns().getStore().list(),
            (namespace, name) -> setup.recipes().getStore().getByKey(namespace + "/" + name),
            setup.capacity());
    this.wakeups = new Wakeups(runs);
    this.background = new Background(wakeups::run);
    this.followers = new LogFollowers(swarm);
    this.history =
        new RecipeReconciler(
            () -> setup.testRuns().getStore().list(),
            run -> setup.client().resource(run).delete(),
            Clock.systemUTC());
    this.events = new EventRecorder(setup.client());
    this.orphans = new OrphanSweeper(swarm, controller, runs::liveUids);
    this.images =
        new ImagePruner(
            setup.images(),
            runs::liveUids,
            () -> Set.copyOf(setup.recipes().getStore().listKeys()));
    Tools tools =
        new Tools(
            swarm,
            setup.ingress(),
            setup.browser(),
            setup.sources(),
            setup.stacks(),
            setup.images(),
            setup.backups(),
            setup.logs(),
            followers,
            background,
            setup.effects(),
            controller,
            setup.zone());
    this.operator = Operators.of(setup.client(), setup.metrics(), "reconcile-", LAST_STEP);
    operator.register(
        new TestRunReconciler(runs, wakeups, tools, new Events(events)),
        c -> c.watchingAllNamespaces().withRetry(patientRetry()));
    operator.register(history, c -> c.watchingAllNamespaces().withRetry(patientRetry()));
    testRuns.addEventHandler(new OtherRuns());
  }

  /** Begins. The informers have their first list by now. */
  public void start() {
    sweepFiles();
    operator.start();
    swarmEvents =
        Optional.of(
            swarm.events(
                controller,
                uid -> {
                  if (uid == null) {
                    wakeups.all();
                  } else {
                    wakeups.run(uid);
                  }
                }));
    orphans.start();
    images.start();
  }

  /** While no run moves: one that has just begun would not be known here yet. */
  private void sweepFiles() {
    try {
      backups.sweep(runs.liveUids());
      stacks.sweep(runs.liveUids());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finishes the step in hand of each run and stops; every run can be gone on with. */
  @Override
  public void close() {
    images.close();
    orphans.close();
    swarmEvents.ifPresent(TestRunController::closeQuietly);
    operator.stop();
    background.close();
    followers.close();
    events.close();
  }

  private static Retry patientRetry() {
    return Operators.patientRetry(Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * When a run comes, those that it may replace and those next in line are woken; when it ends,
   * those next in line, and its recipe's history is written.
   */
  private final class OtherRuns implements ResourceEventHandler<TestRun> {
    @Override
    public void onAdd(TestRun run) {
      // A new run comes to its own reconcile by itself, though maybe before it has its place in the
      // queue; those that it replaces, or whose place it takes, do not.
      if (!isDone(run)) {
        wakeups.groupOf(run);
        wakeups.queue();
      }
    }

    @Override
    public void onUpdate(TestRun before, TestRun after) {
      if (!isDone(before) && isDone(after)) {
        wakeups.queue();
        history.ended(after);
      }
    }

    @Override
    public void onDelete(TestRun run, boolean finalStateUnknown) {
      wakeups.queue();
      history.ended(run);
    }

    private static boolean isDone(TestRun run) {
      return run.getStatus() != null && run.getStatus().phaseOrPending() == Phase.DONE;
    }
  }
}
