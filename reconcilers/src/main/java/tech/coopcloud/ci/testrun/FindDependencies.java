package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.source.SourceException;

/**
 * Looks up which version of each recipe that is deployed first is the newest, and pins it and the
 * names that it gets in the swarm.
 */
final class FindDependencies implements Step<Decision.FindDependencies> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final Results results;

  FindDependencies(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.FindDependencies todo) throws Exception {
    if (view.status().dependencies() != null) {
      return found(view, todo, view.status().dependencies());
    }
    Dependencies.Problem problem = view.dependencies().problem();
    if (problem != null) {
      return results.unverified(view, todo, problem.reason(), problem.sentence());
    }
    List<Dependency> found;
    try {
      found =
          tools
              .background()
              .take(
                  view.uid(),
                  todo.check(),
                  () -> tools.effects().call("find-dependencies", () -> find(view)));
    } catch (SourceException e) {
      return results.unverified(view, todo, e.reason(), String.valueOf(e.getMessage()));
    }
    if (found == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return found(view, todo, found);
  }

  private Outcome found(RunView view, Decision.FindDependencies todo, List<Dependency> found) {
    Outcome outcome =
        results.passed(
            view,
            todo,
            "Deployed first: "
                + found.stream()
                    .map(it -> it.recipe() + " " + it.version() + " as " + it.domain())
                    .collect(Collectors.joining(", "))
                + ".");
    return Outcome.goOn(outcome.status().edit().dependencies(found).build());
  }

  private List<Dependency> find(RunView view)
      throws SourceException, IOException, InterruptedException {
    List<Dependency> found = new ArrayList<>();
    for (Map.Entry<String, Recipe> entry : view.dependencies().recipes().entrySet()) {
      String name = entry.getKey();
      Version version = newest(view, entry.getValue().getSpec());
      String domain = Naming.dependency(name, view.uid(), tools.zone());
      found.add(
          new Dependency(name, version.name(), version.commit(), domain, Naming.stack(domain)));
    }
    return List.copyOf(found);
  }

  /** The newest published version, else what the default branch has. */
  private Version newest(RunView view, RecipeSpec recipe)
      throws SourceException, IOException, InterruptedException {
    Map<String, String> tags = tools.sources().tags(recipe.publishedIn());
    @Nullable String tag = Versions.newest(tags.keySet());
    String commit = tag == null ? null : tags.get(tag);
    if (tag != null && commit != null) {
      return new Version(tag, commit);
    }
    Path fresh = tools.stacks().fresh(view.uid());
    String head = tools.sources().fetch(recipe.source(), null, fresh);
    tools.stacks().adopt(view.uid(), head);
    return new Version(head, head);
  }
}
