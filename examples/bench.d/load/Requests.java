import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;

/** Requests runs by the API at fixed instants, whether or not earlier ones have been answered, and watches until all are done. */
final class Requests {
  private static final String NAMESPACE = "default";
  private static final String REF = "simulated";
  private static final Duration TELL = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final int count;
  private final CountDownLatch open;
  private final Map<String, Long> requested = new ConcurrentHashMap<>();
  private final Map<String, Long> done = new ConcurrentHashMap<>();
  private final Map<String, String> notPassed = new ConcurrentHashMap<>();

  Requests(KubernetesClient client, int count) {
    this.client = client;
    this.count = count;
    this.open = new CountDownLatch(count);
  }

  /** Nano times by the {@code namespace/name} of the run, as those of {@link #done}. */
  Map<String, Long> requested() {
    return requested;
  }

  Map<String, Long> done() {
    return done;
  }

  /** What is said of those that did not pass. */
  Map<String, String> notPassed() {
    return notPassed;
  }

  /**
   * @param recipes they take turns
   * @param prefix of the runs' names, before a number
   */
  void run(Duration every, List<String> recipes, String prefix) throws InterruptedException {
    try (var watch = client.resources(TestRun.class).inNamespace(NAMESPACE).inform(new Ends());
        var timer = Executors.newSingleThreadScheduledExecutor();
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < count; number++) {
        TestRun run = run(prefix + number, recipes.get(number % recipes.size()));
        var _ = timer.schedule(
            () -> senders.submit(() -> request(run)), every.multipliedBy(number).toNanos(), TimeUnit.NANOSECONDS);
      }
      while (!open.await(TELL.toSeconds(), TimeUnit.SECONDS)) {
        System.out.printf("  %d of %d runs are requested, %d done%n", requested.size(), count, count - open.getCount());
      }
    }
  }

  private static TestRun run(String name, String recipe) {
    TestRun run = new TestRun();
    run.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
    run.setSpec(
        new TestRunSpec(recipe, REF, null, List.of(StageName.INSTALL), null, null, null, null, null, null, null));
    return run;
  }

  private void request(TestRun run) {
    requested.put(key(run), System.nanoTime());
    try {
      client.resource(run).create();
    } catch (KubernetesClientException e) {
      end(run, "was not taken: " + e.getMessage());
    }
  }

  private void end(TestRun run, String whyNotPassed) {
    if (done.putIfAbsent(key(run), System.nanoTime()) == null) {
      if (!whyNotPassed.isEmpty()) {
        notPassed.put(key(run), whyNotPassed);
      }
      open.countDown();
    }
  }

  private static String key(TestRun run) {
    return run.getMetadata().getNamespace() + "/" + run.getMetadata().getName();
  }

  private final class Ends implements ResourceEventHandler<TestRun> {
    @Override
    public void onAdd(TestRun run) {
      see(run);
    }

    @Override
    public void onUpdate(TestRun before, TestRun run) {
      see(run);
    }

    @Override
    public void onDelete(TestRun run, boolean finalStateUnknown) {}

    private void see(TestRun run) {
      var status = run.getStatus();
      if (status != null && status.phaseOrPending() == Phase.DONE && requested.containsKey(key(run))) {
        end(
            run,
            status.stagesOrNone().stream()
                .filter(stage -> stage.state() != StageState.PASSED)
                .map(stage -> stage.state() + ": " + stage.message())
                .collect(Collectors.joining("; ")));
      }
    }
  }
}
