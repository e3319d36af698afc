package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Published;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.source.SourceException;

/** Looks up the published versions to upgrade from, and pins them. */
final class FindVersions implements Step<Decision.FindVersions> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Results results;

  FindVersions(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.FindVersions todo) throws Exception {
    RecipeSpec recipe = view.recipeSpec();
    String address = recipe.publishedIn();
    Map<String, String> tags;
    try {
      tags =
          tools
              .background()
              .take(
                  view.uid(),
                  todo.check(),
                  () -> tools.effects().call("tags", () -> tools.sources().tags(address)));
    } catch (SourceException e) {
      return results.unverified(view, todo, e.reason(), String.valueOf(e.getMessage()));
    }
    if (tags == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    List<String> wanted = recipe.upgradeFromOrDefault();
    Versions.Choice choice = Versions.choose(tags, Version.ofRef(view), wanted);
    if (!choice.missing().isEmpty()) {
      return results.unverified(
          view,
          todo,
          Reason.NO_PUBLISHED_VERSION,
          "The Recipe asks to upgrade from "
              + String.join(", ", choice.missing())
              + ", which is no published version: correct upgrade.from, or publish it.");
    }
    if (choice.from().isEmpty()) {
      return results.ended(
          view,
          StageState.SKIPPED,
          Reason.NO_PUBLISHED_VERSION,
          "There is no published version before this one, so there is nothing to upgrade from.");
    }
    Outcome outcome =
        results.passed(
            view,
            todo,
            "Upgrading from "
                + choice.from().stream().map(Published::version).collect(Collectors.joining(", "))
                + ".");
    return Outcome.goOn(outcome.status().edit().upgradeFrom(choice.from()).build());
  }
}
