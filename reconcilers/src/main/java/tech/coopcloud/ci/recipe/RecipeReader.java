package tech.coopcloud.ci.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    return read(checkout, context, null, true);
  }

  /** Reads a recipe as {@code docker stack deploy} would, with nothing that abra adds. */
  public static StackSpec readPlain(Path checkout, DeploymentContext context)
      throws InvalidRecipeException {
    return read(checkout, context, null, false);
  }

  /**
   * The same with an env file of one's own instead of {@code .env.sample}.
   *
   * @param envFile its text
   */
  public static StackSpec read(
      Path checkout, DeploymentContext context, @Nullable String envFile, boolean abra)
      throws InvalidRecipeException {
    Findings findings = new Findings();
    Checkout files = new Checkout(checkout);
    EnvFile file = envFile(files, context, envFile, abra, findings);
    Map<String, String> env = environment(files, file, context, findings);
    findings.throwIfAny();
    ComposeFiles.Loaded loaded =
        new ComposeFiles(files, env, findings).load(composeFiles(env, context));
    Node.Fields merged = abra ? AbraDress.put(loaded.merged(), env, context) : loaded.merged();
    HostPaths hostPaths =
        abra
            ? HostPaths.AS_WRITTEN
            : HostPaths.relativeTo(checkout.toAbsolutePath().resolve(loaded.folder()));
    return map(new View(merged), loaded, hostPaths, files, file, context, findings);
  }

  private static StackSpec map(
      View root,
      ComposeFiles.Loaded loaded,
      HostPaths hostPaths,
      Checkout checkout,
      EnvFile env,
      DeploymentContext context,
      Findings findings)
      throws InvalidRecipeException {
    Namespace namespace = new Namespace(context.stackName(), findings);
    FileObjects files =
        new FileObjects(
            root,
            checkout,
            loaded.folder(),
            namespace,
            new FileObjects.GeneratedSecrets(context, env, loaded.versionVariables(), findings),
            findings);
    return new StackMapper(root, namespace, files, hostPaths, findings)
        .map(timeout(root, context, findings));
  }

  /**
   * Reads what a recipe's files say and where. What is wrong with them is among the findings.
   *
   * @throws InvalidRecipeException only where there is nothing to read at all
   */
  public static RecipeFacts facts(Path folder, DeploymentContext context)
      throws InvalidRecipeException {
    Findings findings = new Findings();
    Set<Finding> errors = new LinkedHashSet<>();
    Checkout checkout = new Checkout(folder);
    FactReader facts = new FactReader(folder, checkout);
    List<RecipeFacts.Service> services = List.of();
    try {
      EnvFile file = envFile(checkout, context, null, true, findings);
      Map<String, String> env = environment(checkout, file, context, findings);
      List<String> composeFiles = composeFiles(env, context);
      facts.readFiles(composeFiles);
      ComposeFiles.Loaded loaded = new ComposeFiles(checkout, env, findings).load(composeFiles);
      View root = new View(loaded.merged());
      services = FactReader.services(root);
      map(root, loaded, HostPaths.AS_WRITTEN, checkout, file, context, findings);
    } catch (InvalidRecipeException e) {
      errors.addAll(e.findings());
    }
    errors.addAll(findings.all());
    return facts.facts(List.copyOf(errors), services);
  }

  /** An app's values, as its env file has them; for those who ask before they deploy. */
  public static Map<String, String> envValues(String name, String text)
      throws InvalidRecipeException {
    Findings findings = new Findings();
    EnvFile file = EnvFile.parse(name, text, Map.of(), findings);
    findings.throwIfAny();
    return file.values();
  }

  /** A run asks no authority for certificates; docker knows nothing of that. */
  private static EnvFile envFile(
      Checkout checkout,
      DeploymentContext context,
      @Nullable String own,
      boolean abra,
      Findings findings)
      throws InvalidRecipeException {
    Map<String, String> given = new LinkedHashMap<>(context.env());
    given.put("DOMAIN", context.domain());
    given.put("STACK_NAME", context.stackName());
    if (abra) {
      given.putIfAbsent("LETS_ENCRYPT_ENV", "");
    }
    if (own != null) {
      return EnvFile.parse("the env file", own, given, findings);
    }
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
