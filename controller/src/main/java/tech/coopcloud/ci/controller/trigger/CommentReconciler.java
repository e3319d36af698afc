package tech.coopcloud.ci.controller.trigger;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.Comments;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.history.StatusPatch;
import tech.coopcloud.ci.model.Forge;
import tech.coopcloud.ci.model.ForgeStatus;
import tech.coopcloud.ci.model.Recipe;

/**
 * Reads the new comments of a Recipe's repository: now and then, and when a webhook hints at it.
 * Hints of one repository become one look, and looks of one repository follow one another.
 */
@ControllerConfiguration(name = "comments", triggerReconcilerOnAllEvents = true)
final class CommentReconciler implements Reconciler<Recipe> {
  private static final Logger LOG = LoggerFactory.getLogger(CommentReconciler.class);

  /** So many repositories are looked at at once. */
  private static final int AT_ONCE = 8;

  /** How much of a first look is for comments that might otherwise count as new. */
  private static final Duration FIRST_LOOK = Duration.ofDays(1);

  /** A mark that only time has moved is kept this seldom. */
  private static final Duration KEEP_EVERY = Duration.ofMinutes(30);

  private final Gitea forge;
  private final KubernetesClient client;
  private final CommentReader reader;
  private final Hints hints;
  private final Duration every;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  /**
   * @param every how long after a look the next one follows
   */
  CommentReconciler(
      Gitea forge, KubernetesClient client, CommentReader reader, Hints hints, Duration every) {
    this.forge = forge;
    this.client = client;
    this.reader = reader;
    this.hints = hints;
    this.every = every;
  }

  @Override
  public List<EventSource<?, Recipe>> prepareEventSources(EventSourceContext<Recipe> context) {
    return List.of(hints.source());
  }

  @Override
  public UpdateControl<Recipe> reconcile(Recipe recipe, Context<Recipe> context)
      throws InterruptedException {
    if (context.isPrimaryResourceDeleted()) {
      watches.remove(uid(recipe));
      return UpdateControl.noUpdate();
    }
    if (recipe.getSpec() == null || recipe.getSpec().forge() == null) {
      return UpdateControl.noUpdate();
    }
    Forge of = recipe.getSpec().forge();
    if (of.url() != null && !forge.is(of.url())) {
      say(recipe, "cc-ci works with " + forge.address() + " alone: correct forge.url.");
      return UpdateControl.noUpdate();
    }
    turns.acquire();
    try {
      look(recipe, new RepositoryName(of.owner(), of.repository()));
      say(recipe, null);
    } catch (IllegalArgumentException e) {
      say(recipe, e.getMessage());
    } catch (ForgeException e) {
      if (!e.concernsEverything()) { // the forge says itself what concerns all
        say(recipe, e.getMessage());
      }
    } finally {
      turns.release();
    }
    return UpdateControl.<Recipe>noUpdate().rescheduleAfter(every);
  }

  private void look(Recipe recipe, RepositoryName repository) throws ForgeException {
    Watch watch = watch(recipe, repository);
    if (watch == null) {
      Comments there = forge.comments(repository, Instant.now().minus(FIRST_LOOK));
      watch = Watch.begin(address(repository), there);
      watches.put(uid(recipe), watch);
      keep(recipe, watch.mark());
      return;
    }
    Comments comments = forge.comments(repository, watch.since());
    for (Comment comment : watch.fresh(comments)) {
      boolean command = reader.read(recipe, repository, comment);
      watch.read(comment);
      if (command) {
        keep(recipe, watch.mark());
      }
    }
    watch.looked(comments);
    if (isOld(recipe, watch.mark())) {
      keep(recipe, watch.mark());
    }
  }

  private @Nullable Watch watch(Recipe recipe, RepositoryName repository) {
    Watch known = watches.get(uid(recipe));
    if (known != null && known.mark().repository().equals(address(repository))) {
      return known;
    }
    Mark kept = Mark.of(status(recipe), address(repository));
    if (kept == null) {
      return null;
    }
    Watch watch = Watch.from(kept);
    watches.put(uid(recipe), watch);
    return watch;
  }

  /** Whether what is kept of the mark is missing, or lies behind too far. */
  private boolean isOld(Recipe recipe, Mark mark) {
    Mark kept = Mark.of(status(recipe), mark.repository());
    return kept == null || kept.at().plus(KEEP_EVERY).isBefore(mark.at());
  }

  private void keep(Recipe recipe, Mark mark) {
    patch(
        recipe,
        Map.of(
            "repository",
            mark.repository(),
            "seenComment",
            mark.comment(),
            "seenAt",
            mark.at().toString()));
  }

  /** Says on the Recipe why its repository cannot be watched, or that it can again. */
  private void say(Recipe recipe, @Nullable String problem) {
    ForgeStatus status = status(recipe);
    String said = status == null ? null : status.problem();
    if (Objects.equals(said, problem)) {
      return;
    }
    if (problem != null) {
      LOG.warn("Recipe {} is not watched: {}", recipe.getMetadata().getName(), problem);
    }
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("problem", problem);
    patch(recipe, fields);
  }

  /** Only these fields of the status: the others are written by others. */
  private void patch(Recipe recipe, Map<String, ? extends @Nullable Object> fields) {
    StatusPatch.write(client, recipe, Map.of("forge", fields));
  }

  private @Nullable ForgeStatus status(Recipe recipe) {
    return recipe.getStatus() == null ? null : recipe.getStatus().forge();
  }

  private String address(RepositoryName repository) {
    return forge.address() + "/" + repository.key();
  }

  private static String uid(Recipe recipe) {
    return recipe.getMetadata().getUid();
  }
}
