package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.coopcloud.ci.model.Deploy;
import tech.coopcloud.ci.model.Formats;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;

/**
 * What each run is to have in the swarm, read from its checkout. It follows from the commit and the
 * Recipe alone, so it is only remembered to save time.
 */
public final class Stacks {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  private final Path checkouts;
  private final SourceFetcher sources;
  private final byte[] secretsKey;
  private final Map<String, StackSpec> known = new ConcurrentHashMap<>();

  /**
   * @param checkouts folder for the checkouts of runs
   * @param secretsKey at least 32 bytes, the same for the life of the installation
   */
  public Stacks(Path checkouts, SourceFetcher sources, byte[] secretsKey) {
    this.checkouts = checkouts;
    this.sources = sources;
    this.secretsKey = secretsKey.clone();
  }

  Path checkout(String uid) {
    return checkouts.resolve(uid);
  }

  /** What the run is to have, its pinned commit being there. */
  StackSpec load(RunView view)
      throws InvalidRecipeException, SourceException, IOException, InterruptedException {
    StackSpec stack = known.get(view.uid());
    if (stack == null) {
      stack = read(view);
      known.put(view.uid(), stack);
    }
    return stack;
  }

  /**
   * How long the services may take to run: what the Recipe says, else the recipe's own label, else
   * five minutes.
   */
  Duration deployTimeout(RunView view, StackSpec stack) {
    String told = view.recipe() == null ? null : view.recipeSpec().deployOrDefault().timeout();
    if (told != null) {
      return Formats.duration(told);
    }
    return stack.deployTimeoutSeconds() > 0
        ? Duration.ofSeconds(stack.deployTimeoutSeconds())
        : DEFAULT_TIMEOUT;
  }

  /** Deletes the run's checkout. */
  void forget(String uid) {
    known.remove(uid);
    try {
      SourceFetcher.delete(checkout(uid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StackSpec read(RunView view)
      throws InvalidRecipeException, SourceException, IOException, InterruptedException {
    Path checkout = checkout(view.uid());
    String commit = String.valueOf(view.status().commit());
    if (!Files.isDirectory(checkout)) {
      String source = view.spec().source();
      sources.fetch(source == null ? view.recipeSpec().source() : source, commit, checkout);
    }
    Deploy deploy = view.recipeSpec().deployOrDefault();
    String ref = view.spec().ref();
    return RecipeReader.read(
        checkout,
        new DeploymentContext(
            view.spec().recipe(),
            String.valueOf(view.status().domain()),
            String.valueOf(view.status().stackName()),
            ref == null ? commit : ref,
            ref != null && ref.contains("+"),
            deploy.envOrNone(),
            deploy.secretsOrNone(),
            deploy.overlaysOrNone(),
            new DerivedSecrets(secretsKey, view.uid())));
  }
}
