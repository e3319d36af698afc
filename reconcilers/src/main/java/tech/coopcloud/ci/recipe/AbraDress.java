package tech.coopcloud.ci.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What abra adds to the service {@code app} before it deploys: labels that say which recipe and
 * version this is, and every variable of the app's env that the service does not set itself,
 * because templates may read them.
 */
final class AbraDress {
  private static final String APP = "app";

  private AbraDress() {}

  static Node.Fields put(Node.Fields merged, Map<String, String> env, DeploymentContext context) {
    if (!(merged.map().get("services") instanceof Node.Fields services)
        || !(services.map().get(APP) instanceof Node.Fields app)) {
      return merged;
    }
    Map<String, Node> fields = new LinkedHashMap<>(app.map());
    fields.put("environment", environment(fields.get("environment"), app.place(), env, context));
    Node.Fields deploy = fieldsOf(fields.get("deploy"), app.place());
    Map<String, Node> deployed = new LinkedHashMap<>(deploy.map());
    deployed.put("labels", labels(deployed.get("labels"), app.place(), context));
    fields.put("deploy", new Node.Fields(deploy.place(), deployed));
    return with(merged, "services", with(services, APP, new Node.Fields(app.place(), fields)));
  }

  private static Node environment(
      @Nullable Node own, Place place, Map<String, String> env, DeploymentContext context) {
    Map<String, Node> variables = new LinkedHashMap<>(fieldsOf(own, place).map());
    env.forEach(
        (name, value) -> {
          boolean type = name.equals("TYPE") || name.equals("RECIPE");
          String shown = type ? context.recipe() + ":" + context.version() : value;
          variables.putIfAbsent(name, new Node.Scalar(place, shown, false));
        });
    return new Node.Fields(place, variables);
  }

  private static Node labels(@Nullable Node own, Place place, DeploymentContext context) {
    Map<String, Node> labels = new LinkedHashMap<>(fieldsOf(own, place).map());
    String prefix = "coop-cloud." + context.stackName() + ".";
    Map<String, String> said = new LinkedHashMap<>();
    said.put(prefix + "recipe", context.recipe());
    said.put(prefix + "chaos", String.valueOf(!context.published()));
    said.put(prefix + (context.published() ? "version" : "chaos-version"), context.version());
    said.forEach((name, value) -> labels.put(name, new Node.Scalar(place, value, false)));
    return new Node.Fields(place, labels);
  }

  private static Node.Fields fieldsOf(@Nullable Node node, Place place) {
    return node instanceof Node.Fields fields ? fields : new Node.Fields(place, Map.of());
  }

  private static Node.Fields with(Node.Fields fields, String name, Node value) {
    Map<String, Node> more = new LinkedHashMap<>(fields.map());
    more.put(name, value);
    return new Node.Fields(fields.place(), more);
  }
}
