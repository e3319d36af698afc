package tech.coopcloud.ci.controller.trigger;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.testrun.UnderWay;

/** The runs that comments ask for, at the API. */
final class Requests {
  private final KubernetesClient client;

  Requests(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The name of the run that a comment asks for. It follows from the comment, so whoever sees the
   * comment, however often, asks for the same run.
   */
  static String name(Recipe recipe, Comment comment) {
    return recipe.getMetadata().getName() + "-pr" + comment.pull() + "-" + comment.id();
  }

  /** The run that this comment asked for, where it was seen before. */
  Optional<TestRun> of(Recipe recipe, Comment comment) {
    return Optional.ofNullable(
        client
            .resources(TestRun.class)
            .inNamespace(recipe.getMetadata().getNamespace())
            .withName(name(recipe, comment))
            .get());
  }

  /** A run of the same commit and the same stages that is not over. */
  Optional<TestRun> alike(Recipe recipe, TestRunSpec wanted) {
    return underWay(recipe).stream()
        .filter(run -> Objects.equals(run.getSpec().ref(), wanted.ref()))
        .filter(run -> run.getSpec().stagesOrAll().equals(wanted.stagesOrAll()))
        .filter(run -> !run.getSpec().cancelled())
        .findFirst();
  }

  /** The runs of a pull request that are not over. */
  List<TestRun> of(Recipe recipe, RepositoryName repository, long pull) {
    return underWay(recipe).stream()
        .filter(run -> isOf(run.getSpec().pullRequest(), repository, pull))
        .toList();
  }

  private static boolean isOf(@Nullable PullRequest asked, RepositoryName repository, long pull) {
    return asked != null && asked.is(repository.owner(), repository.name(), pull);
  }

  private List<TestRun> underWay(Recipe recipe) {
    return UnderWay.of(client, recipe.getMetadata().getNamespace(), recipe.getMetadata().getName());
  }

  /**
   * Asks for a run.
   *
   * @return empty when it is asked for, by this call or an earlier one; else why it cannot be
   */
  Optional<String> ask(Recipe recipe, Comment comment, TestRunSpec spec) {
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(recipe, comment))
            .withNamespace(recipe.getMetadata().getNamespace())
            .build());
    run.setSpec(spec);
    try {
      client.resource(run).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      if (e.getCode() / 100 == 4) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  void cancel(TestRun run) {
    client
        .resource(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }
}
