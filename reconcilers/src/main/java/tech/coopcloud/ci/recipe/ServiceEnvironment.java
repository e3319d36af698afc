package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.Shapes.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes the environment of services: files of {@code env_file} first, then {@code environment};
 * a variable without a value, or with an empty one, takes that of the app's env where there is one.
 */
final class ServiceEnvironment {
  private static final int LARGEST = 256 << 10;

  private final Checkout checkout;
  private final Map<String, String> env;
  private final Findings findings;

  ServiceEnvironment(Checkout checkout, Map<String, String> env, Findings findings) {
    this.checkout = checkout;
    this.env = env;
    this.findings = findings;
  }

  Node.Fields resolve(Node.Fields file, String folder) throws InvalidRecipeException {
    if (!(file.map().get("services") instanceof Node.Fields services)) {
      return file;
    }
    Map<String, Node> resolved = new LinkedHashMap<>();
    for (Map.Entry<String, Node> service : services.map().entrySet()) {
      resolved.put(service.getKey(), service((Node.Fields) service.getValue(), folder));
    }
    Map<String, Node> sections = new LinkedHashMap<>(file.map());
    sections.put("services", new Node.Fields(services.place(), resolved));
    return new Node.Fields(file.place(), sections);
  }

  private Node.Fields service(Node.Fields service, String folder) throws InvalidRecipeException {
    Map<String, Node> fields = new LinkedHashMap<>(service.map());
    Map<String, Node> variables = new LinkedHashMap<>();
    if (fields.remove("env_file") instanceof Node.Items files) {
      for (Node file : files.nodes()) {
        read(file, folder, variables);
      }
    }
    if (fields.get("environment") instanceof Node.Fields own) {
      own.map().forEach((name, value) -> variables.put(name, filled(name, value)));
    }
    if (!variables.isEmpty()) {
      fields.put("environment", new Node.Fields(service.place(), variables));
    }
    return new Node.Fields(service.place(), fields);
  }

  private Node filled(String name, Node value) {
    String known = env.get(name);
    boolean open = value(value) == null || "".equals(value(value));
    return open && known != null ? new Node.Scalar(value.place(), known, false) : value;
  }

  /** Quotes and dollar signs have no meaning in such a file. */
  private void read(Node file, String folder, Map<String, Node> into)
      throws InvalidRecipeException {
    String path = folder + value(file);
    String text = checkout.readText(file.place(), path, LARGEST);
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Place place = Place.of(path, number);
      int at = line.indexOf('=');
      String name = at < 0 ? line : line.substring(0, at);
      if (name.isEmpty() || name.matches(".*[ \t].*")) {
        findings.error(place, "This line must be NAME=value, with no space in the name.");
        continue;
      }
      @Nullable String value = at < 0 ? env.get(name) : line.substring(at + 1);
      if (value != null) {
        into.put(name, filled(name, new Node.Scalar(place, value, false)));
      }
    }
  }
}
