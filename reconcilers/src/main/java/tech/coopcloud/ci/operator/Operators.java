package tech.coopcloud.ci.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Operators that work with the API of cc-ci, on virtual threads. */
public final class Operators {
  /**
   * After which a reconciler whose patch was its last step looks once more. What others wrote while
   * it patched, a deletion or a verdict, comes back with the patch; JOSDK takes the event of it,
   * which is older than the patch, for the reconciler's own, and nobody would hear of it.
   */
  public static final Duration AFTER_OWN_PATCH = Duration.ofSeconds(1);

  private Operators() {}

  /**
   * One without reconcilers yet, which leaves the client open when it stops.
   *
   * @param threads what its threads are called, before a number
   * @param lastStep how long what is in hand may take when it stops
   */
  public static Operator of(
      KubernetesClient client, Metrics metrics, String threads, Duration lastStep) {
    return new Operator(
        o ->
            o.withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(false)
                .checkingCRDAndValidateLocalModel(false)
                .withCloseClientOnStop(false)
                .withMetrics(metrics)
                .withReconciliationTerminationTimeout(lastStep)
                .withExecutorService(
                    Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(threads, 0).factory())));
  }

  /** What is unexpected is tried again for ever, ever more rarely. */
  public static Retry patientRetry(Duration first, Duration longest) {
    return new GenericRetry()
        .setInitialInterval(first.toMillis())
        .setIntervalMultiplier(2)
        .setMaxInterval(longest.toMillis())
        .withoutMaxAttempts();
  }
}
