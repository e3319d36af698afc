package tech.coopcloud.ci.controller.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.DescriptionStatus;
import tech.coopcloud.ci.model.ForgeStatus;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.TagStatus;

/** The list of enrolled recipes, by name. */
record RecipesView(List<Row> recipes) {
  /**
   * @param look of the newest finished run, null where there is none
   * @param problem what is in the way of finding new requests and versions, empty where nothing is
   */
  record Row(
      String namespace,
      String name,
      String source,
      @Nullable Look look,
      @Nullable Integer level,
      String lastRun,
      String passed,
      String problem) {}

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
      return new Row(namespace, name, address, null, null, "", "", "");
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
                + " passed",
        problem(status));
  }

  private static String problem(RecipeStatus status) {
    ForgeStatus forge = status.forge();
    if (forge == null) {
      return "";
    }
    TagStatus tags = forge.tags();
    DescriptionStatus description = forge.description();
    return Stream.of(
            forge.problem(),
            tags == null ? null : tags.problem(),
            description == null ? null : description.problem())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }
}
