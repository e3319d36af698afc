package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl run}. */
@CommandLine.Command(
    name = "run",
    header = "Test a recipe.",
    description = {
      "Creates a TestRun, follows its phases and its log, and ends with the verdict as exit code."
          + " Ctrl-C ends the following; the run goes on.",
      "Where a run that is not over tests the same ref of the same source in the same stages, none"
          + " is created: that one is followed."
    })
final class RunCommand extends Command {
  @Parameters(arity = "1", paramLabel = "RECIPE", description = "Name of an enrolled Recipe.")
  private String recipe = "";

  @Option(names = "--ref", paramLabel = "REF", description = "Commit, tag or branch to test.")
  private @Nullable String ref;

  @Option(names = "--source", paramLabel = "URL", description = "Repository to fetch it from.")
  private @Nullable String source;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Runs with a higher priority start first. Default: 0.")
  private @Nullable Integer priority;

  @Option(names = "--new", description = "Create a run also where one tests the same already.")
  private boolean another;

  @Option(
      names = "--no-follow",
      description = "Create the run, print its name, and do not wait for it.")
  private boolean noFollow;

  RunCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Resource runs = new Discovery(api).named("testruns.ci.coopcloud.tech");
    ObjectNode manifest = manifest();
    Optional<JsonNode> same =
        another ? Optional.empty() : sameWork(api, runs, manifest.path("spec"));
    JsonNode run = same.orElseGet(() -> api.create(runs.collection(api.namespace()), manifest));
    if (same.isPresent()) {
      terminal()
          .error(
              "joined "
                  + runs.titled(run)
                  + ", which tests the same; --new starts another one all the same");
    }
    terminal().line(runs.titled(run) + (same.isPresent() ? " joined" : " created"));
    terminal().flush();
    return noFollow ? ExitCode.OK : new Follow(api, terminal(), runs, run).verdict();
  }

  private Optional<JsonNode> sameWork(Api api, Resource runs, JsonNode spec) {
    Selector ofRecipe = new Selector(null, "spec.recipe=" + recipe);
    return SameWork.find(api.get(runs.collection(api.namespace()) + ofRecipe.query()), spec);
  }

  private ObjectNode manifest() {
    ObjectNode run = Json.object();
    run.put("apiVersion", "ci.coopcloud.tech/v1alpha1").put("kind", "TestRun");
    run.putObject("metadata").put("generateName", recipe + "-");
    ObjectNode spec = run.putObject("spec").put("recipe", recipe);
    if (ref != null) {
      spec.put("ref", ref);
    }
    if (source != null) {
      spec.put("source", source);
    }
    if (priority != null) {
      spec.put("priority", priority);
    }
    options.into(spec);
    return run;
  }
}
