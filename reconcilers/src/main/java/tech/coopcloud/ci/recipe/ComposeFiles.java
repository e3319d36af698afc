package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.Shapes.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the compose files of a recipe, each by itself and with the variables replaced, and lays
 * them over each other in order.
 */
final class ComposeFiles {
  private static final int LARGEST = 1 << 20;
  private static final Pattern VERSION = Pattern.compile("3(?:\\.([0-9]{1,2}))?");

  private final Checkout checkout;
  private final Findings findings;
  private final Interpolation interpolation;
  private final ServiceEnvironment environment;

  ComposeFiles(Checkout checkout, Map<String, String> env, Findings findings) {
    this.checkout = checkout;
    this.findings = findings;
    this.interpolation = new Interpolation(env::get, findings);
    this.environment = new ServiceEnvironment(checkout, env, findings);
  }

  /**
   * @param merged every field checked and in its long form, variables replaced
   * @param folder of the first file; relative paths start there; empty or ends with a slash
   * @param versionVariables for each secret and config, the variable that its name's version comes
   *     from, where the name says so
   */
  record Loaded(Node.Fields merged, String folder, Map<String, String> versionVariables) {}

  Loaded load(List<String> files) throws InvalidRecipeException {
    String first = files.getFirst();
    String folder = first.substring(0, first.lastIndexOf('/') + 1);
    Node.@Nullable Fields merged = null;
    Integer version = null;
    Map<String, String> versionVariables = new LinkedHashMap<>();
    for (String file : files) {
      Node.Fields raw =
          ComposeYaml.read(file, checkout.readText(Place.of("", 0), file, LARGEST), findings);
      int minor = version(raw);
      if (version != null && version != minor) {
        findings.error(
            Place.of(file, 1),
            "The 'version' of this file and that of " + first + " differ; make them the same.");
      }
      version = minor;
      SecretVersions.collect(raw, versionVariables);
      Node read =
          ComposeSchema.ROOT.read(interpolation.fields(raw), new Shape.Reading(findings, minor));
      findings.throwIfAny();
      Node.Fields complete = environment.resolve((Node.Fields) read, folder);
      findings.throwIfAny();
      merged = merged == null ? complete : ComposeMerge.merge(merged, complete);
    }
    if (merged == null) {
      throw new IllegalArgumentException("no compose file named");
    }
    return new Loaded(merged, folder, versionVariables);
  }

  private int version(Node.Fields raw) {
    Node node = raw.map().get("version");
    if (node == null || (value(node) instanceof String text && text.isEmpty())) {
      return ComposeSchema.NEWEST;
    }
    if (!(value(node) instanceof String text)) {
      findings.error(node.place(), "The 'version' must be text; quote it, like \"3.8\".");
      return ComposeSchema.NEWEST;
    }
    Matcher matcher = VERSION.matcher(text);
    int minor =
        !matcher.matches()
            ? -1
            : matcher.group(1) == null ? ComposeSchema.NEWEST : Integer.parseInt(matcher.group(1));
    if (minor < 0 || minor > ComposeSchema.NEWEST) {
      findings.error(
          node.place(),
          "The 'version' '" + Checkout.shown(text) + "' is not supported; write \"3.8\".");
      return ComposeSchema.NEWEST;
    }
    return minor;
  }
}
