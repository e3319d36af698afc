package tech.coopcloud.ci.swarm;

import java.util.regex.Pattern;

/**
 * How docker's client writes the name of an image into a service: without the registry that is the
 * default anyway, and with the tag that it stands for where it has neither tag nor digest.
 */
final class ImageName {
  private static final String HUB = "docker.io/";
  private static final String OLD_HUB = "index.docker.io/";
  private static final String OFFICIAL = "library/";
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

  private ImageName() {}

  /** What is no valid name stays as it is; the engine says what is wrong with it. */
  static String familiar(String image) {
    String rest = image;
    String registry = "";
    int slash = image.indexOf('/');
    if (slash > 0 && isRegistry(image.substring(0, slash))) {
      registry = image.substring(0, slash + 1);
      rest = image.substring(slash + 1);
    }
    int end = endOfPath(rest);
    String path = rest.substring(0, end);
    if (!PATH.matcher(path).matches()) {
      return image;
    }
    if (registry.isEmpty() || registry.equals(HUB) || registry.equals(OLD_HUB)) {
      registry = "";
      boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
      path = official ? path.substring(OFFICIAL.length()) : path;
    }
    return registry + path + (end == rest.length() ? ":latest" : rest.substring(end));
  }

  private static boolean isRegistry(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  private static int endOfPath(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == ':' || rest.charAt(i) == '@') {
        return i;
      }
    }
    return rest.length();
  }
}
