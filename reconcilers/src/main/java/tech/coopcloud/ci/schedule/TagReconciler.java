package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.event.EventRecorder;
import tech.coopcloud.ci.history.StatusPatch;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.ScheduledRun;
import tech.coopcloud.ci.model.TagStatus;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.testrun.Versions;

/**
 * Starts a run of each version that is published of a Recipe with {@code forge.onTag}: looks at the
 * tags now and then, and when a webhook hints at it. Which were seen is in the Recipe's status; the
 * first look takes all there are as seen.
 */
@ControllerConfiguration(name = "tags")
final class TagReconciler implements Reconciler<Recipe> {
  private static final Duration EVERY = Duration.ofMinutes(5);

  /** So many repositories are looked at at once. */
  private static final int AT_ONCE = 4;

  private final KubernetesClient client;
  private final SourceFetcher sources;
  private final Launch launch;
  private final EventRecorder events;
  private final EventSource<?, Recipe> hints;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /**
   * @param hints says which Recipes are worth a look now
   */
  TagReconciler(
      KubernetesClient client,
      SourceFetcher sources,
      Launch launch,
      EventRecorder events,
      EventSource<?, Recipe> hints) {
    this.client = client;
    this.sources = sources;
    this.launch = launch;
    this.events = events;
    this.hints = hints;
  }

  @Override
  public List<EventSource<?, Recipe>> prepareEventSources(EventSourceContext<Recipe> context) {
    return List.of(hints);
  }

  @Override
  public UpdateControl<Recipe> reconcile(Recipe recipe, Context<Recipe> context)
      throws InterruptedException, IOException {
    if (recipe.getSpec() == null || recipe.getSpec().forge() == null) {
      return UpdateControl.noUpdate();
    }
    TagStatus before = status(recipe);
    if (!recipe.getSpec().forge().runsTags()) {
      keep(recipe, before, null); // switched on again, what was published meanwhile is seen
      return UpdateControl.noUpdate();
    }
    turns.acquire();
    try {
      keep(recipe, before, look(recipe, before));
    } finally {
      turns.release();
    }
    return UpdateControl.<Recipe>noUpdate().rescheduleAfter(EVERY);
  }

  private TagStatus look(Recipe recipe, @Nullable TagStatus before)
      throws InterruptedException, IOException {
    String source = recipe.getSpec().publishedIn();
    List<String> known = before == null || !source.equals(before.source()) ? null : before.seen();
    List<String> there;
    try {
      there = Versions.published(sources.tagNames(source));
    } catch (SourceException e) {
      return new TagStatus(source, known, e.getMessage());
    }
    if (known == null) {
      return new TagStatus(source, there, null);
    }
    TreeSet<String> seen = new TreeSet<>(known);
    String problem = null;
    for (String tag : there) {
      if (!seen.contains(tag)) {
        ScheduledRun run = launch.startVersion(recipe, tag);
        problem = run.problem();
        if (problem != null) {
          break; // and the next look begins with this one again
        }
        seen.add(tag);
        events.normal(
            recipe,
            "VersionPublished",
            Boolean.TRUE.equals(run.joined())
                ? tag + " is being tested already, by run " + run.run() + "."
                : "Run " + run.run() + " of " + tag + " is started.");
      }
    }
    return new TagStatus(source, List.copyOf(seen), problem);
  }

  private void keep(Recipe recipe, @Nullable TagStatus before, @Nullable TagStatus after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (after != null
        && after.problem() != null
        && (before == null || !after.problem().equals(before.problem()))) {
      events.warning(recipe, "TagsNotWatched", after.problem());
    }
    Map<String, @Nullable Object> tags = new HashMap<>();
    tags.put("tags", after == null ? null : fields(after));
    StatusPatch.write(client, recipe, Map.of("forge", tags));
  }

  /** With the nulls, which take away what stood there. */
  private static Map<String, @Nullable Object> fields(TagStatus status) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("source", status.source());
    fields.put("seen", status.seen());
    fields.put("problem", status.problem());
    return fields;
  }

  private static @Nullable TagStatus status(Recipe recipe) {
    return recipe.getStatus() == null || recipe.getStatus().forge() == null
        ? null
        : recipe.getStatus().forge().tags();
  }
}
