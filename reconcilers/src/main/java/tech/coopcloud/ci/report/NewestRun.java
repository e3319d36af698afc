package tech.coopcloud.ci.report;

import java.util.Collection;
import java.util.Optional;
import tech.coopcloud.ci.history.Finished;
import tech.coopcloud.ci.model.TestRun;

/**
 * What a recipe is, by its newest finished run that no pull request had asked for: what somebody
 * proposes is not what the recipe is. Pure.
 */
public final class NewestRun {
  private NewestRun() {}

  public static Optional<TestRun> of(String namespace, String recipe, Collection<TestRun> runs) {
    return Finished.of(runs).stream()
        .filter(run -> namespace.equals(run.getMetadata().getNamespace()))
        .filter(run -> run.getSpec() != null && recipe.equals(run.getSpec().recipe()))
        .filter(run -> run.getSpec().pullRequest() == null)
        .findFirst();
  }
}
