package tech.coopcloud.ci.history;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.TestRun;

/** Keeps each Recipe's status a summary of its runs. */
@ControllerConfiguration(name = "recipe")
public final class RecipeReconciler implements Reconciler<Recipe> {
  private final SimpleInboundEventSource<Recipe> wakeups = new SimpleInboundEventSource<>("runs");
  private final Supplier<? extends Collection<TestRun>> runs;

  /**
   * @param runs every TestRun there is
   */
  public RecipeReconciler(Supplier<? extends Collection<TestRun>> runs) {
    this.runs = runs;
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
    List<TestRun> ofRecipe = runs.get().stream().filter(r -> isOf(r, recipe)).toList();
    RecipeStatus status =
        History.of(ofRecipe, recipe.getStatus(), recipe.getMetadata().getGeneration());
    if (status.equals(recipe.getStatus())) {
      return UpdateControl.noUpdate();
    }
    recipe.setStatus(status);
    return UpdateControl.patchStatus(recipe);
  }

  private static boolean isOf(TestRun run, Recipe recipe) {
    return run.getSpec() != null
        && recipe.getMetadata().getName().equals(run.getSpec().recipe())
        && recipe.getMetadata().getNamespace().equals(run.getMetadata().getNamespace());
  }
}
