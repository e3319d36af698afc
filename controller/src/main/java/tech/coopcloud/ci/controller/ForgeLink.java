package tech.coopcloud.ci.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.controller.dashboard.Problem;
import tech.coopcloud.ci.controller.trigger.ForgeController;
import tech.coopcloud.ci.controller.trigger.Hints;
import tech.coopcloud.ci.controller.trigger.Webhook;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.report.Links;

/** The forge that cc-ci works with, and everything between the two. */
final class ForgeLink implements AutoCloseable {
  private final ForgeSettings settings;
  private final Gitea gitea;
  private final Supplier<? extends Collection<Recipe>> recipes;
  private final Hints hints;
  private @Nullable ForgeController controller;

  /**
   * @param guard runs right before whatever changes something there
   * @param recipes every Recipe there is
   */
  ForgeLink(
      ForgeSettings settings, Runnable guard, Supplier<? extends Collection<Recipe>> recipes) {
    this.settings = settings;
    this.recipes = recipes;
    this.gitea = new Gitea(settings.address(), settings.token()::read, guard);
    this.hints = new Hints(recipes);
  }

  /**
   * Takes webhooks, where there is a secret to tell them by.
   *
   * @param pushed is told of a push to a repository, {@code owner/name}; says whether that matters
   */
  void install(JavalinDefaultRoutingApi routes, Predicate<String> pushed) {
    SecretFile secret = settings.webhookSecret();
    if (secret != null) {
      new Webhook(secret::read, hints::of, pushed).install(routes);
    }
  }

  /**
   * Begins to look for comments, and to report.
   *
   * @param dashboard where it listens
   */
  void start(
      KubernetesClient client, SharedIndexInformer<TestRun> runs, URI dashboard, Metrics metrics) {
    URI seenAt = settings.publicAddress();
    Links links = new Links(seenAt == null ? dashboard : seenAt);
    controller =
        new ForgeController(gitea, client, runs, recipes, hints, links, metrics, settings.every());
    controller.start();
  }

  /** What a person has to mend. */
  List<Problem> problems() {
    return gitea.problem().map(sentence -> new Problem("", "Forge", sentence)).stream().toList();
  }

  @Override
  public void close() {
    if (controller != null) {
      controller.close();
    }
    gitea.close();
  }
}
