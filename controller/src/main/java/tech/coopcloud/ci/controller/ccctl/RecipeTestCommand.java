package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl recipe test}. */
@CommandLine.Command(
    name = "test",
    header = "Test a working copy without enrolling it.",
    description = {
      "Hands the working copy as it is now, with what is not committed yet, to the server of this"
          + " machine, follows its phases and its log, removes every trace, and ends with the verdict"
          + " as exit code. Ctrl-C cancels the run and waits until it is torn down.",
      "How it is tested is what the Recipe says that -f names, else the enrolled Recipe of its name."
    })
final class RecipeTestCommand extends Command {
  /** On the objects that stand for a working copy while it is tested. */
  static final String LABEL = "ci.coopcloud.tech/working-copy";

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of the recipe. Default: this one.")
  private Path folder = Path.of(".");

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Manifest of the Recipe that says how to test it; its source is not used.")
  private @Nullable String file;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Name of the recipe. Default: that of the folder.")
  private @Nullable String name;

  @Option(
      names = "--leave",
      description = "Leave the finished run, with its log and screenshots, on the dashboard.")
  private boolean leave;

  RecipeTestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    RecipeLintCommand.requireFolder(folder);
    requireThisMachine(api);
    String recipe = recipeName();
    Discovery discovery = new Discovery(api);
    Resource recipes = discovery.named("recipes.ci.coopcloud.tech");
    Resource runs = discovery.named("testruns.ci.coopcloud.tech");
    ObjectNode spec = settings(api, recipes, recipe);
    try (Snapshot snapshot = Snapshot.of(folder)) {
      spec.put("source", snapshot.repository().toString());
      spec.remove("forge"); // nobody's pull requests are of this
      Unlisted unlisted = new Unlisted(api, terminal(), recipes, runs);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    unlisted.interrupt();
                    snapshot.discard();
                  },
                  "interrupted"));
      try {
        JsonNode run = unlisted.create(recipe, spec, runSpec(snapshot));
        terminal().line(runs.titled(run) + " created");
        terminal().flush();
        ExitCode verdict = new Follow(api, terminal(), runs, run, false).verdict();
        if (leave) {
          unlisted.leave();
        }
        return verdict;
      } catch (CcctlException e) {
        if (unlisted.interrupted()) {
          return ExitCode.INTERRUPTED; // it is gone because we had it removed
        }
        throw e;
      } finally {
        unlisted.remove();
      }
    }
  }

  private ObjectNode runSpec(Snapshot snapshot) {
    ObjectNode spec = Json.object();
    String tag = WorkingCopy.of(folder).tag();
    spec.put("ref", tag == null ? snapshot.commit() : tag);
    options.into(spec);
    return spec;
  }

  private String recipeName() {
    String text =
        name == null
            ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
                .toLowerCase(Locale.ROOT)
            : name;
    if (!text.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
      throw CcctlException.usage(
          "\"" + text + "\" cannot be the name of a recipe: give one with --as.");
    }
    return text;
  }

  private ObjectNode settings(Api api, Resource recipes, String recipe) {
    if (file != null) {
      return Manifests.read(List.of(file), false, terminal().in()).stream()
          .map(Manifests.Manifest::object)
          .filter(object -> object.path("kind").asText().equals("Recipe"))
          .findFirst()
          .map(object -> Json.child(object, "spec"))
          .orElseThrow(() -> CcctlException.usage("no Recipe in " + file + "."));
    }
    try {
      JsonNode enrolled = api.get(recipes.object(api.namespace(), recipe));
      return enrolled.path("spec") instanceof ObjectNode spec ? spec.deepCopy() : Json.object();
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
      terminal()
          .error(
              "No Recipe \""
                  + recipe
                  + "\" is enrolled, so it is tested by the defaults; -f names a manifest with its checks and seeds.");
      return Json.object();
    }
  }

  /** The server fetches from a folder of this machine. */
  private static void requireThisMachine(Api api) {
    String host = String.valueOf(api.server().address().getHost()).replaceAll("[\\[\\]]", "");
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
          return;
        }
      }
    } catch (IOException e) {
      // told below
    }
    throw CcctlException.usage(
        "the server at "
            + api.server()
            + " is on another machine and cannot fetch a folder of this one: start one here with"
            + " \"cc-ci serve --data DIR\", and name it with --data DIR.");
  }
}
