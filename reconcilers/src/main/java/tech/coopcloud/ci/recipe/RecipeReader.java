package tech.coopcloud.ci.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a checked-out recipe into what Swarm is to have, in the steps and with the results of
 * {@code abra app deploy}: env file, exports of {@code abra.sh}, compose files, labels.
 *
 * <p>The same checkout and context give the same result, secrets included if their source keeps its
 * word. Nothing of the recipe is executed and no file outside of the checkout is read.
 */
public final class RecipeReader {
  private static final String ENV_SAMPLE = ".env.sample";
  private static final String ABRA_SH = "abra.sh";
  private static final String DEFAULT_COMPOSE = "compose.yml";
  private static final int LARGEST_ENV = 256 << 10;
  private static final int LARGEST_ABRA_SH = 1 << 20;
  private static final int MOST_FILES = 50;

  private RecipeReader() {}

  /** Reads a recipe as abra would deploy it. */
  public static StackSpec read(Path checkout, DeploymentContext context)
      throws InvalidRecipeException {
    return read(checkout, context, true);
  }

  /** Reads a recipe as {@code docker stack deploy} would, with nothing that abra adds. */
  public static StackSpec readPlain(Path checkout, DeploymentContext context)
      throws InvalidRecipeException {
    return read(checkout, context, false);
  }

  private static StackSpec read(Path folder, DeploymentContext context, boolean abra)
      throws InvalidRecipeException {
    Findings findings = new Findings();
    Checkout checkout = new Checkout(folder);
    EnvFile file = envFile(checkout, context, findings);
    Map<String, String> env = environment(checkout, file, context, findings);
    findings.throwIfAny();

    ComposeFiles.Loaded loaded =
        new ComposeFiles(checkout, env, findings).load(composeFiles(env, context));
    Node.Fields merged = abra ? AbraDress.put(loaded.merged(), env, context) : loaded.merged();
    View root = new View(merged);
    Namespace namespace = new Namespace(context.stackName(), findings);
    FileObjects files =
        new FileObjects(
            root,
            checkout,
            loaded.folder(),
            namespace,
            new FileObjects.GeneratedSecrets(context, file, loaded.versionVariables(), findings),
            findings);
    HostPaths hostPaths =
        abra
            ? HostPaths.AS_WRITTEN
            : HostPaths.relativeTo(folder.toAbsolutePath().resolve(loaded.folder()));
    return new StackMapper(root, namespace, files, hostPaths, findings)
        .map(timeout(root, context, findings));
  }

  private static EnvFile envFile(Checkout checkout, DeploymentContext context, Findings findings)
      throws InvalidRecipeException {
    Map<String, String> given = new LinkedHashMap<>(context.env());
    given.put("DOMAIN", context.domain());
    given.put("STACK_NAME", context.stackName());
    given.putIfAbsent("LETS_ENCRYPT_ENV", "");
    return checkout
        .readIfThere(ENV_SAMPLE, LARGEST_ENV)
        .map(text -> EnvFile.parse(ENV_SAMPLE, text, given, findings))
        .orElseGet(() -> EnvFile.empty(given));
  }

  /** The env file, and over it what {@code abra.sh} exports. */
  private static Map<String, String> environment(
      Checkout checkout, EnvFile file, DeploymentContext context, Findings findings)
      throws InvalidRecipeException {
    Map<String, String> env = new LinkedHashMap<>(file.values());
    checkout
        .readIfThere(ABRA_SH, LARGEST_ABRA_SH)
        .ifPresent(text -> env.putAll(AbraExports.read(ABRA_SH, text, Map.copyOf(env), findings)));
    env.put("DOMAIN", context.domain());
    env.put("STACK_NAME", context.stackName());
    return env;
  }

  private static List<String> composeFiles(Map<String, String> env, DeploymentContext context)
      throws InvalidRecipeException {
    List<String> files = new ArrayList<>();
    Arrays.stream(env.getOrDefault("COMPOSE_FILE", "").split(":"))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(files::add);
    if (files.isEmpty()) {
      files.add(DEFAULT_COMPOSE);
    }
    files.addAll(context.overlays());
    if (files.size() > MOST_FILES) {
      throw new InvalidRecipeException(
          List.of(
              new Finding(
                  ENV_SAMPLE, 0, "COMPOSE_FILE names more than " + MOST_FILES + " files.")));
    }
    return files;
  }

  /** From the label {@code coop-cloud.<stack>.timeout} of any service; 0 where there is none. */
  private static int timeout(View root, DeploymentContext context, Findings findings) {
    String label = "coop-cloud." + context.stackName() + ".timeout";
    for (View service : root.views("services").values()) {
      View deploy = service.view("deploy");
      String text = deploy.pairs("labels").getOrDefault(label, "");
      if (text.matches("[0-9]{1,6}")) {
        return Integer.parseInt(text);
      }
      if (!text.isEmpty()) {
        findings.warning(
            deploy.place("labels"), "The label " + label + " must be a number of seconds.");
      }
    }
    return 0;
  }
}
