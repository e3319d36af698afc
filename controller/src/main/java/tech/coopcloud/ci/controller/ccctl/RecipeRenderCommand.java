package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.SecretSource;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.policy.Limits;
import tech.coopcloud.ci.swarm.Rendering;

/** {@code ccctl recipe render}. */
@CommandLine.Command(
    name = "render",
    header = "Show what would be created for a recipe.",
    description = {
      "Prints an object with services, networks, volumes, configs and secrets, each a list of what"
          + " would be sent to the Docker API. They refer to one another by name. Values of secrets"
          + " are never shown.",
      "Warnings go to the standard error."
    })
final class RecipeRenderCommand implements Callable<Integer> {
  private static final Path IPVS = Path.of("/proc/net/ip_vs");

  private final Terminal terminal;

  @Parameters(arity = "1", paramLabel = "DIR", description = "Folder of the recipe.")
  private Path folder = Path.of(".");

  @Option(
      names = "--env-file",
      paramLabel = "F",
      description = "The app's env file, instead of the recipe's .env.sample.")
  private @Nullable Path envFile;

  @Option(
      names = "--set",
      paramLabel = "K=V",
      description = "A variable that wins over the env file. May be repeated.")
  private Map<String, String> set = new HashMap<>();

  @Option(
      names = "--domain",
      paramLabel = "D",
      description =
          "Domain of the app; the stack's name is made of it. Without, the DOMAIN of the env file.")
  private String domain = "";

  @Option(
      names = "--plain",
      description =
          "Exactly what docker stack deploy would make of the files, without what abra and cc-ci"
              + " add.")
  private boolean plain;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|yaml",
      description = "Format; yaml where not said.")
  private String output = "yaml";

  RecipeRenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RecipeLintCommand.requireFolder(folder);
    if (!output.equals("json") && !output.equals("yaml")) {
      throw CcctlException.usage("there is no format \"" + output + "\"; there are json and yaml.");
    }
    try {
      String env = envFile == null ? null : Files.readString(envFile);
      StackSpec stack = RecipeReader.read(folder, context(env), env, !plain);
      stack.warnings().forEach(warning -> terminal.error(terminal.safe("warning: " + warning)));
      print(
          plain
              ? Rendering.plain(stack)
              : Rendering.of(Limits.DEFAULT.applyTo(stack), Files.exists(IPVS)));
      return ExitCode.OK.code();
    } catch (InvalidRecipeException e) {
      for (Finding finding : e.findings()) {
        terminal.error(terminal.safe("error: " + finding));
      }
      return ExitCode.FAILED.code();
    } catch (IOException e) {
      throw new CcctlException(
          ExitCode.USAGE, "error: " + envFile + " cannot be read: " + Problems.sentence(e), e);
    }
  }

  private void print(JsonNode rendered) {
    if (output.equals("json")) {
      terminal.line(Json.pretty(rendered));
    } else {
      terminal.out().print(Yaml.write(rendered));
    }
  }

  private DeploymentContext context(@Nullable String env)
      throws IOException, InvalidRecipeException {
    Path sample = folder.resolve(".env.sample");
    String text = env != null ? env : Files.isRegularFile(sample) ? Files.readString(sample) : "";
    Map<String, String> values =
        RecipeReader.envValues(env == null ? ".env.sample" : "the env file", text);
    String recipe = recipe(values);
    String app =
        !domain.isEmpty() ? domain : values.getOrDefault("DOMAIN", recipe + ".example.com");
    String stack = set.getOrDefault("STACK_NAME", app.replace('.', '_'));
    return new DeploymentContext(
        recipe, app, stack, "working-copy", false, set, Map.of(), List.of(), SecretSource.STAND_IN);
  }

  private String recipe(Map<String, String> values) {
    String named = values.getOrDefault("RECIPE", values.getOrDefault("TYPE", ""));
    int colon = named.indexOf(':');
    String name = colon < 0 ? named : named.substring(0, colon);
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return !name.isEmpty() || last == null ? name : last.toString();
  }
}
