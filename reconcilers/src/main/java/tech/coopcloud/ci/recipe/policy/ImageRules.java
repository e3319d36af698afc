package tech.coopcloud.ci.recipe.policy;

import java.util.Locale;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.ServiceSpec;

/**
 * Where images come from. The engine fetches them from within the network of the host, so a
 * registry must be one that the world can see: a name with a dot in it.
 */
final class ImageRules {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f:]*:[0-9a-f:.]*]?");

  private ImageRules() {}

  static void judge(ServiceSpec service, Denials denials) {
    String image = service.container().image();
    int slash = image.indexOf('/');
    String registry = slash < 0 ? "" : image.substring(0, slash).toLowerCase(Locale.ROOT);
    boolean named =
        registry.contains(".") || registry.contains(":") || registry.equals("localhost");
    if (!named) {
      return; // of Docker Hub
    }
    String host = registry.replaceFirst(":[0-9]+$", "");
    if (ADDRESS.matcher(host).matches()
        || !host.contains(".")
        || host.endsWith(".localhost")
        || host.endsWith(".local")
        || host.endsWith(".internal")) {
      denials.deny(
          "registry:" + registry,
          service.shortName(),
          "image",
          "has the engine pull from '" + registry + "', which is no public registry");
    }
  }
}
