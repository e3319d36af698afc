package tech.coopcloud.ci.recipe.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeFacts;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.SecretSource;

/** Judges how a recipe is written. */
public final class Lint {
  /** Stands for an app; its stack name is in the labels that the rules look at. */
  static final String STACK = "lint_example_com";

  private static final String DOMAIN = "lint.example.com";

  private static final List<Rule> RULES =
      List.of(
          VersionRules::label,
          VersionRules::releaseNotes,
          NameRules::versions,
          NameRules::lengths,
          ServiceRules::healthcheck,
          ServiceRules::image,
          ServiceRules::ports,
          RouteRules::routers,
          RouteRules::port,
          RouteRules::network,
          EnvRules::undeclared,
          EnvRules::unused,
          BackupRules::volumes,
          BackupRules::restoreHook);

  private Lint() {}

  /** One thing to look at. */
  @FunctionalInterface
  interface Rule {
    void look(RecipeFacts recipe, LintContext context, List<Finding> findings);
  }

  /**
   * Everything that is wrong with a recipe, the errors first, each by file and line. Empty where
   * all is well.
   */
  public static List<Finding> of(Path checkout, LintContext context) {
    RecipeFacts recipe;
    try {
      recipe = RecipeReader.facts(checkout, deployment());
    } catch (InvalidRecipeException e) {
      return e.findings();
    }
    List<Finding> findings = new ArrayList<>(recipe.findings());
    for (Rule rule : RULES) {
      rule.look(recipe, context, findings);
    }
    Set<Finding> once = new LinkedHashSet<>(findings);
    return once.stream()
        .sorted(
            Comparator.comparing(Finding::severity)
                .thenComparing(Finding::file)
                .thenComparingInt(Finding::line))
        .toList();
  }

  private static DeploymentContext deployment() {
    return new DeploymentContext(
        "lint",
        DOMAIN,
        STACK,
        "0.0.0+0",
        false,
        Map.of(),
        Map.of(),
        List.of(),
        SecretSource.STAND_IN);
  }
}
