package tech.coopcloud.ci.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.history.StatusPatch;
import tech.coopcloud.ci.model.DescriptionStatus;
import tech.coopcloud.ci.model.Forge;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;

/**
 * Brings the description of a repository to the level that its recipe has, for Recipes with {@code
 * forge.describe}. What it shows already is in the Recipe's status, so the forge is asked only
 * where that changes. What fails is tried again, ever more rarely.
 */
@ControllerConfiguration(
    name = "description",
    // The end of a run shows in the Recipe's status.
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class DescriptionReconciler implements Reconciler<Recipe> {
  private static final Logger LOG = LoggerFactory.getLogger(DescriptionReconciler.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Gitea forge;
  private final KubernetesClient client;
  private final Supplier<? extends Collection<TestRun>> runs;
  private final Backoff backoff = new Backoff();
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  /** What a description shows, or is to show. */
  private record Shown(RepositoryName repository, int level) {}

  /**
   * Bringing it there failed.
   *
   * @param until when it may be tried again; another aim need not wait
   */
  private record Failure(@Nullable Shown aim, Instant until) {}

  /**
   * @param runs every TestRun there is
   */
  public DescriptionReconciler(
      Gitea forge, KubernetesClient client, Supplier<? extends Collection<TestRun>> runs) {
    this.forge = forge;
    this.client = client;
    this.runs = runs;
  }

  @Override
  public UpdateControl<Recipe> reconcile(Recipe recipe, Context<Recipe> context) {
    if (recipe.getSpec() == null || recipe.getStatus() == null) {
      return UpdateControl.noUpdate();
    }
    DescriptionStatus status = status(recipe);
    Shown before = shown(status);
    if (context.isPrimaryResourceDeleted()) {
      // What was shown last may not have been noted any more.
      takeAway(recipe, before == null ? aim(recipe) : before);
      return UpdateControl.noUpdate();
    }
    Shown aim = aim(recipe);
    Duration rest = rest(recipe, aim);
    if (rest.isPositive()) {
      return later(rest);
    }
    try {
      bring(before, aim);
      forget(recipe);
      keep(recipe, status, aim, null);
      return UpdateControl.noUpdate();
    } catch (ForgeException e) {
      Duration pause = backoff.next(uid(recipe), LONGEST_PAUSE);
      failures.put(uid(recipe), new Failure(aim, Instant.now().plus(pause)));
      if (!e.concernsEverything()) { // the forge says itself what concerns all
        keep(recipe, status, before, e.getMessage());
      }
      return later(pause);
    }
  }

  /** What is to be shown, or null. */
  private @Nullable Shown aim(Recipe recipe) {
    Forge of = recipe.getSpec().forge();
    if (of == null || !of.describes() || (of.url() != null && !forge.is(of.url()))) {
      return null;
    }
    Integer level =
        NewestRun.of(
                recipe.getMetadata().getNamespace(), recipe.getMetadata().getName(), runs.get())
            .map(run -> Seen.status(run).level())
            .orElse(null);
    try {
      return level == null
          ? null
          : new Shown(new RepositoryName(of.owner(), of.repository()), level);
    } catch (IllegalArgumentException e) {
      return null; // said already where its comments are to be read
    }
  }

  private void bring(@Nullable Shown before, @Nullable Shown aim) throws ForgeException {
    if (Objects.equals(before, aim)) {
      return;
    }
    if (before != null && (aim == null || !aim.repository().isSameAs(before.repository()))) {
      clear(before.repository());
    }
    if (aim != null) {
      write(aim.repository(), aim.level());
    }
  }

  private void clear(RepositoryName repository) throws ForgeException {
    try {
      write(repository, null);
    } catch (ForgeException e) {
      if (e.kind() != ForgeException.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private void write(RepositoryName repository, @Nullable Integer level) throws ForgeException {
    String there = forge.description(repository);
    String wanted = LevelMark.in(there, level);
    if (!wanted.equals(there)) {
      forge.describe(repository, wanted);
    }
  }

  /** The Recipe is gone, and with it the place where a second try would be noted. */
  private void takeAway(Recipe recipe, @Nullable Shown shown) {
    forget(recipe);
    try {
      bring(shown, null);
    } catch (ForgeException e) {
      LOG.warn(
          "Recipe {} is gone, and its level stays in the repository's description: {}",
          recipe.getMetadata().getName(),
          e.getMessage());
    }
  }

  /** How long the next try has to wait yet. */
  private Duration rest(Recipe recipe, @Nullable Shown aim) {
    Failure last = failures.get(uid(recipe));
    return last == null || !Objects.equals(last.aim(), aim)
        ? Duration.ZERO
        : Duration.between(Instant.now(), last.until());
  }

  private void forget(Recipe recipe) {
    failures.remove(uid(recipe));
    backoff.forget(uid(recipe));
  }

  private void keep(
      Recipe recipe,
      @Nullable DescriptionStatus before,
      @Nullable Shown shown,
      @Nullable String problem) {
    DescriptionStatus after =
        shown == null && problem == null
            ? null
            : new DescriptionStatus(
                shown == null ? null : shown.repository().toString(),
                shown == null ? null : shown.level(),
                problem);
    if (Objects.equals(before, after)) {
      return;
    }
    if (problem != null) {
      LOG.warn("Recipe {} is not described: {}", recipe.getMetadata().getName(), problem);
    }
    Map<String, @Nullable Object> description = new HashMap<>();
    description.put("description", after == null ? null : fields(after));
    StatusPatch.write(client, recipe, Map.of("forge", description));
  }

  /** With the nulls, which take away what stood there. */
  private static Map<String, @Nullable Object> fields(DescriptionStatus status) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("repository", status.repository());
    fields.put("level", status.level());
    fields.put("problem", status.problem());
    return fields;
  }

  private static @Nullable DescriptionStatus status(Recipe recipe) {
    return recipe.getStatus().forge() == null ? null : recipe.getStatus().forge().description();
  }

  private static @Nullable Shown shown(@Nullable DescriptionStatus status) {
    return status == null || status.repository() == null || status.level() == null
        ? null
        : new Shown(RepositoryName.parse(status.repository()), status.level());
  }

  private static UpdateControl<Recipe> later(Duration pause) {
    return UpdateControl.<Recipe>noUpdate().rescheduleAfter(pause);
  }

  private static String uid(Recipe recipe) {
    return recipe.getMetadata().getUid();
  }
}
