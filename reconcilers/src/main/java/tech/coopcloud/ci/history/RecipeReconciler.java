package tech.coopcloud.ci.history;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.TestRun;

/** Keeps each Recipe's status a summary of its runs, and lets those go that it does not keep. */
@ControllerConfiguration(name = "recipe")
public final class RecipeReconciler implements Reconciler<Recipe> {
  private final SimpleInboundEventSource<Recipe> wakeups = new SimpleInboundEventSource<>("runs");
  private final Supplier<? extends Collection<TestRun>> runs;
  private final Consumer<TestRun> delete;
  private final Clock clock;

  /**
   * @param runs every TestRun there is
   * @param delete deletes one, with its log and its screenshots
   */
  public RecipeReconciler(
      Supplier<? extends Collection<TestRun>> runs, Consumer<TestRun> delete, Clock clock) {
    this.runs = runs;
    this.delete = delete;
    this.clock = clock;
  }

  /** A run of a recipe has ended. */
  public void ended(TestRun run) {
    if (wakeups.isRunning() && run.getSpec() != null && run.getSpec().recipe() != null) {
      wakeups.propagateEvent(
          new ResourceID(run.getSpec().recipe(), run.getMetadata().getNamespace()));
    }
  }

  @Override
  public List<EventSource<?, Recipe>> prepareEventSources(EventSourceContext<Recipe> context) {
    return List.of(wakeups);
  }

  @Override
  public UpdateControl<Recipe> reconcile(Recipe recipe, Context<Recipe> context) {
    if (recipe.getSpec() == null) {
      return UpdateControl.noUpdate(); // its manifest was never valid
    }
    List<TestRun> ofRecipe = runs.get().stream().filter(r -> isOf(r, recipe)).toList();
    RecipeStatus status =
        History.of(ofRecipe, recipe.getStatus(), recipe.getMetadata().getGeneration());
    Expiry expiry = Expiry.of(ofRecipe, recipe.getSpec().retention(), clock.instant());
    expiry.gone().forEach(delete);
    if (!status.equals(recipe.getStatus())) {
      StatusPatch.write(context.getClient(), recipe, fields(status));
    }
    return again(expiry);
  }

  /** What of the status is this reconciler's. */
  private static Map<String, @Nullable Object> fields(RecipeStatus status) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("lastRun", status.lastRun());
    fields.put("lastVerdict", status.lastVerdict());
    fields.put("level", status.level());
    fields.put("finishedRuns", status.finishedRuns());
    fields.put("passedRuns", status.passedRuns());
    fields.put("observedGeneration", status.observedGeneration());
    return fields;
  }

  private UpdateControl<Recipe> again(Expiry expiry) {
    Instant next = expiry.next();
    UpdateControl<Recipe> control = UpdateControl.noUpdate();
    return next == null
        ? control
        : control.rescheduleAfter(Duration.between(clock.instant(), next).plusSeconds(1));
  }

  private static boolean isOf(TestRun run, Recipe recipe) {
    return run.getSpec() != null
        && recipe.getMetadata().getName().equals(run.getSpec().recipe())
        && recipe.getMetadata().getNamespace().equals(run.getMetadata().getNamespace());
  }
}
