package tech.coopcloud.ci.recipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The secrets and configs of a stack, and the services' references to them. Those with a file are
 * read from the checkout; an external secret of this stack is what {@code abra app secret generate}
 * would have made; what is external otherwise is not created, and left to the policy.
 */
final class FileObjects {
  private static final int LARGEST_SECRET = 500 * 1024 - 1;
  private static final int LARGEST_CONFIG = 1000 * 1024 - 1;

  private final View root;
  private final Checkout checkout;
  private final String folder;
  private final Namespace namespace;
  private final GeneratedSecrets generated;
  private final Findings findings;
  private final Map<String, SecretSpec> secrets = new TreeMap<>();

  FileObjects(
      View root,
      Checkout checkout,
      String folder,
      Namespace namespace,
      GeneratedSecrets generated,
      Findings findings) {
    this.root = root;
    this.checkout = checkout;
    this.folder = folder;
    this.namespace = namespace;
    this.generated = generated;
    this.findings = findings;
  }

  /**
   * @param section secrets or configs
   * @return sorted by name
   */
  List<ContainerSpec.FileReference> references(String section, View service) {
    Map<String, View> declared = root.views(section);
    List<ContainerSpec.FileReference> references = new ArrayList<>();
    for (View use : service.list(section)) {
      String source = use.textOrEmpty("source");
      View object = declared.get(source);
      if (object == null) {
        findings.error(
            use.place(),
            "'"
                + Checkout.shown(source)
                + "' is not declared; add it under the top-level '"
                + section
                + "'.");
        continue;
      }
      String name = name(section, source, object);
      if (section.equals("secrets")
          && External.of(source, object, findings).is()
          && generated.isOurs(name)) {
        secrets.computeIfAbsent(name, n -> generated.secret(source, n, object));
      }
      references.add(
          new ContainerSpec.FileReference(
              name,
              or(use.textOrEmpty("target"), source),
              or(use.textOrEmpty("uid"), "0"),
              or(use.textOrEmpty("gid"), "0"),
              (int) use.wholeOr("mode", 0444)));
    }
    references.sort(Comparator.comparing(ContainerSpec.FileReference::name));
    return references;
  }

  /** To be asked once the services are mapped. Sorted by name. */
  List<SecretSpec> secrets() throws InvalidRecipeException {
    for (Map.Entry<String, View> entry : root.views("secrets").entrySet()) {
      View secret = entry.getValue();
      String name = name("secrets", entry.getKey(), secret);
      if (!External.of(entry.getKey(), secret, findings).is()) {
        byte[] data = read("secret", entry.getKey(), secret, LARGEST_SECRET);
        secrets.put(
            name,
            new SecretSpec(
                name,
                namespace.labels(secret.pairs("labels")),
                new SecretValue(data),
                secret.textOrEmpty("template_driver")));
      }
    }
    return List.copyOf(secrets.values());
  }

  /** Sorted by name. */
  List<ConfigSpec> configs() throws InvalidRecipeException {
    Map<String, ConfigSpec> configs = new TreeMap<>();
    for (Map.Entry<String, View> entry : root.views("configs").entrySet()) {
      View config = entry.getValue();
      String name = name("configs", entry.getKey(), config);
      if (!External.of(entry.getKey(), config, findings).is()) {
        configs.put(
            name,
            new ConfigSpec(
                name,
                namespace.labels(config.pairs("labels")),
                read("config", entry.getKey(), config, LARGEST_CONFIG),
                config.textOrEmpty("template_driver")));
      }
    }
    return List.copyOf(configs.values());
  }

  private byte[] read(String kind, String id, View object, int limit)
      throws InvalidRecipeException {
    String file = object.textOrEmpty("file");
    if (file.isEmpty()) {
      findings.error(
          object.place(), "The " + kind + " '" + id + "' needs a 'file', or 'external: true'.");
      return new byte[0];
    }
    String path = file.startsWith("/") ? file : folder + file;
    byte[] data = checkout.read(object.place("file"), path, limit);
    if (data.length == 0) {
      findings.error(
          object.place("file"),
          "The file '"
              + Checkout.shown(file)
              + "' is empty, which Swarm refuses for a "
              + kind
              + ".");
    }
    return data;
  }

  private String name(String section, String id, View object) {
    External external = External.of(id, object, findings);
    String own = object.textOrEmpty("name");
    String name = external.is() ? external.name() : own.isEmpty() ? namespace.scope(id) : own;
    namespace.checkFile(object.place(), section.substring(0, section.length() - 1), name);
    return name;
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** Where the values of secrets come from that the recipe has no file for. */
  static final class GeneratedSecrets {
    private final DeploymentContext context;
    private final EnvFile env;
    private final Map<String, String> versionVariables;
    private final Findings findings;

    GeneratedSecrets(
        DeploymentContext context,
        EnvFile env,
        Map<String, String> versionVariables,
        Findings findings) {
      this.context = context;
      this.env = env;
      this.versionVariables = versionVariables;
      this.findings = findings;
    }

    boolean isOurs(String name) {
      return name.startsWith(context.stackName() + "_");
    }

    SecretSpec secret(String id, String name, View object) {
      String given = context.givenSecrets().get(id);
      Map<String, String> modifiers =
          env.modifiers().getOrDefault(versionVariables.getOrDefault(id, ""), Map.of());
      SecretValue value;
      if (given != null) {
        value = new SecretValue(given.getBytes(StandardCharsets.UTF_8));
      } else {
        if (modifiers.getOrDefault("generate", "").equals("false")
            && !context.secrets().equals(SecretSource.STAND_IN)) {
          findings.error(
              object.place(),
              "The secret '"
                  + id
                  + "' is marked generate=false in the env file; give its value in the Recipe's"
                  + " deploy.secrets.");
        }
        value = context.secrets().value(name, SecretForm.of(modifiers, object.place(), findings));
      }
      return new SecretSpec(name, Map.of(), value, "");
    }
  }
}
