package tech.coopcloud.ci.testrun;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.lint.Lint;
import tech.coopcloud.ci.recipe.lint.LintContext;
import tech.coopcloud.ci.source.SourceException;

/** Judges how the recipe is written. Its errors fail the stage, its warnings are shown. */
final class LintRecipe implements Step<Decision.LintRecipe> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_IN_MESSAGE = 10;

  private final Tools tools;
  private final Results results;

  LintRecipe(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.LintRecipe todo) throws Exception {
    List<Finding> findings;
    try {
      findings =
          tools
              .background()
              .take(view.uid(), todo.check(), () -> tools.effects().call("lint", () -> lint(view)));
    } catch (SourceException e) {
      return results.unverified(view, todo, e.reason(), String.valueOf(e.getMessage()));
    }
    if (findings == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    RunLog log = tools.log(view);
    findings.forEach(it -> log.say((it.isError() ? "Error: " : "Warning: ") + it));
    List<Finding> errors = findings.stream().filter(Finding::isError).toList();
    if (!errors.isEmpty()) {
      return results.failed(view, todo, Reason.LINT_FAILED, listed(errors));
    }
    return results.passed(
        view,
        todo,
        findings.isEmpty()
            ? "The recipe breaks no rule."
            : "No errors, and as warnings: " + listed(findings));
  }

  private static String listed(List<Finding> findings) {
    String first =
        findings.stream()
            .limit(MOST_IN_MESSAGE)
            .map(Finding::toString)
            .collect(Collectors.joining(" "));
    int more = findings.size() - MOST_IN_MESSAGE;
    return more > 0 ? first + " And " + more + " more, see the log." : first;
  }

  private List<Finding> lint(RunView view) throws Exception {
    Version version = Version.ofRef(view);
    Stacks stacks = tools.stacks();
    if (!Files.isDirectory(stacks.checkout(view.uid(), version))) {
      stacks.checkOut(view, version);
    }
    return Lint.of(
        stacks.checkout(view.uid(), version),
        new LintContext(version.published() ? version.name() : null, published(view)));
  }

  /** Without them fewer rules can be held, which is no reason not to hold the others. */
  private Set<String> published(RunView view) throws Exception {
    RecipeSpec recipe = view.recipeSpec();
    String address = recipe.publishedIn();
    try {
      return tools.effects().call("tags", () -> tools.sources().tags(address)).keySet();
    } catch (SourceException e) {
      tools.log(view).say("The published versions are not known to lint: " + e.getMessage());
      return Set.of();
    }
  }
}
