package tech.coopcloud.ci.testrun;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;

/**
 * The recipes that are deployed before a run's own, each once and after those that it depends on
 * itself. Pure.
 *
 * @param recipes by name, in the order in which they are deployed
 * @param problem why they cannot be, or null
 */
record Dependencies(Map<String, Recipe> recipes, @Nullable Problem problem) {
  static final Dependencies NONE = new Dependencies(Map.of(), null);

  Dependencies {
    recipes = Collections.unmodifiableMap(new LinkedHashMap<>(recipes));
  }

  /** Why there is no order in which they can be deployed. */
  record Problem(Reason reason, String sentence) {}

  /**
   * @param name of the recipe that is tested
   * @param enrolled the Recipe of a name in the same namespace, or null
   */
  static Dependencies of(
      String name, RecipeSpec spec, Function<String, @Nullable Recipe> enrolled) {
    Map<String, Recipe> found = new LinkedHashMap<>();
    Problem problem = collect(List.of(name), spec, enrolled, found);
    return new Dependencies(found, problem);
  }

  /**
   * @param path from the recipe that is tested to this one
   */
  private static @Nullable Problem collect(
      List<String> path,
      RecipeSpec spec,
      Function<String, @Nullable Recipe> enrolled,
      Map<String, Recipe> found) {
    for (String name : spec.dependsOnOrNone()) {
      if (path.contains(name)) {
        return circle(path.subList(path.indexOf(name), path.size()), name);
      }
      if (found.containsKey(name)) {
        continue;
      }
      Recipe recipe = enrolled.apply(name);
      if (recipe == null) {
        return new Problem(
            Reason.DEPENDENCY_NOT_ENROLLED,
            "The recipe \""
                + path.getLast()
                + "\" depends on \""
                + name
                + "\", which is not enrolled in its namespace: commit a Recipe of that name, or correct dependsOn.");
      }
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      Problem problem = collect(List.copyOf(longer), recipe.getSpec(), enrolled, found);
      if (problem != null) {
        return problem;
      }
      found.put(name, recipe);
    }
    return null;
  }

  private static Problem circle(List<String> path, String again) {
    return new Problem(
        Reason.DEPENDENCY_CYCLE,
        path.size() == 1
            ? "The recipe \"" + again + "\" depends on itself: take it out of its dependsOn."
            : "Recipes depend on one another in a circle, "
                + String.join(" on ", path)
                + " on "
                + again
                + ": take one of them out of the dependsOn of another.");
  }
}
