package tech.coopcloud.ci.controller.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeStatus;

/** The list of enrolled recipes, by name. */
record RecipesView(List<Row> recipes) {
  /**
   * @param look of the newest finished run, null where there is none
   */
  record Row(
      String namespace,
      String name,
      String source,
      @Nullable Look look,
      @Nullable Integer level,
      String lastRun,
      String passed) {}

  static RecipesView of(Source source) {
    return new RecipesView(
        source.recipes().stream()
            .map(RecipesView::row)
            .sorted(Comparator.comparing(Row::name).thenComparing(Row::namespace))
            .toList());
  }

  private static Row row(Recipe recipe) {
    RecipeStatus status = recipe.getStatus();
    String namespace = Objects.requireNonNullElse(recipe.getMetadata().getNamespace(), "");
    String name = recipe.getMetadata().getName();
    String address =
        recipe.getSpec() == null ? "" : Objects.requireNonNullElse(recipe.getSpec().source(), "");
    if (status == null) {
      return new Row(namespace, name, address, null, null, "", "");
    }
    return new Row(
        namespace,
        name,
        address,
        Look.ofVerdict(status.lastVerdict()),
        status.level(),
        Objects.requireNonNullElse(status.lastRun(), ""),
        status.finishedRuns() == null
            ? ""
            : Objects.requireNonNullElse(status.passedRuns(), 0)
                + " of "
                + status.finishedRuns()
                + " passed");
  }
}
