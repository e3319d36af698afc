package tech.coopcloud.ci.controller.trigger;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.operator.Operators;
import tech.coopcloud.ci.report.DescriptionReconciler;
import tech.coopcloud.ci.report.Links;
import tech.coopcloud.ci.report.ReportReconciler;

/** What goes on between cc-ci and the forge: comments that start runs, and reports of runs. */
public final class ForgeController implements AutoCloseable {
  /** However many hints come, a repository is looked at this often a second at the most. */
  private static final int LOOKS_A_SECOND = 4;

  /** What is in hand is finished when cc-ci stops, unless the forge takes longer than this. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final Operator operator;

  /**
   * @param every how long after a look at a repository the next one follows
   * @param recipes every Recipe there is
   * @param hints where the webhook says which repository to look at
   */
  public ForgeController(
      Gitea forge,
      KubernetesClient client,
      SharedIndexInformer<TestRun> runs,
      Supplier<? extends Collection<Recipe>> recipes,
      Hints hints,
      Links links,
      Metrics metrics,
      Duration every) {
    this.operator = Operators.of(client, metrics, "forge-", LAST_LOOK);
    CommentReader reader =
        new CommentReader(forge, new Requests(client), new Answers(forge), links);
    operator.register(
        new CommentReconciler(forge, client, reader, hints, every),
        c ->
            c.watchingAllNamespaces()
                .withRetry(patientRetry())
                .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), LOOKS_A_SECOND)));
    operator.register(
        new ReportReconciler(
            forge, links, () -> runs.getStore().list(), run -> showsStages(run, recipes.get())),
        c -> c.watchingAllNamespaces().withRetry(patientRetry()));
    operator.register(
        new DescriptionReconciler(forge, client, () -> runs.getStore().list()),
        c -> c.watchingAllNamespaces().withRetry(patientRetry()));
  }

  private static boolean showsStages(TestRun run, Collection<Recipe> recipes) {
    return recipes.stream()
        .filter(recipe -> recipe.getMetadata().getName().equals(run.getSpec().recipe()))
        .filter(
            recipe -> recipe.getMetadata().getNamespace().equals(run.getMetadata().getNamespace()))
        .map(recipe -> recipe.getSpec() == null ? null : recipe.getSpec().forge())
        .anyMatch(forge -> forge != null && forge.showsStages());
  }

  /** Begins. */
  public void start() {
    operator.start();
  }

  @Override
  public void close() {
    operator.stop();
  }

  private static Retry patientRetry() {
    return Operators.patientRetry(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }
}
