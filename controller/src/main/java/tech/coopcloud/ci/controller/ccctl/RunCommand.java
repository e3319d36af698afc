package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
          + " Ctrl-C ends the following; the run goes on."
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
    JsonNode created = api.create(runs.collection(api.namespace()), manifest());
    terminal().line(runs.titled(created) + " created");
    terminal().flush();
    return noFollow ? ExitCode.OK : new Follow(api, terminal(), runs, created).verdict();
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
