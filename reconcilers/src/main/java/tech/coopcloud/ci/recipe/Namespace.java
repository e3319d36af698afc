package tech.coopcloud.ci.recipe;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The names and labels that docker gives to the objects of a stack, and Swarm's limits on them. */
record Namespace(String stack, Findings findings) {
  static final String STACK_LABEL = "com.docker.stack.namespace";
  static final String IMAGE_LABEL = "com.docker.stack.image";

  /** Swarm refuses longer ones, because a service's name is a host name. */
  static final int LONGEST_SERVICE = 63;

  static final int LONGEST_FILE = 64;
  private static final Pattern FILE_NAME =
      Pattern.compile("[a-zA-Z0-9]+(?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?");
  private static final Pattern SERVICE_NAME =
      Pattern.compile("[a-zA-Z0-9]+(?:[a-zA-Z0-9-_]*[a-zA-Z0-9])?");
  private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  String scope(String name) {
    return stack + "_" + name;
  }

  Map<String, String> labels(Map<String, String> own) {
    Map<String, String> labels = new TreeMap<>(own);
    labels.put(STACK_LABEL, stack);
    return labels;
  }

  void checkService(Place place, String name) {
    if (name.length() > LONGEST_SERVICE) {
      tooLong(place, "service", name, LONGEST_SERVICE);
    } else if (!SERVICE_NAME.matcher(name).matches()) {
      findings.error(
          place,
          "The service name '"
              + Checkout.shown(name)
              + "' may only have letters, digits, '-' and '_', and must end with a letter or digit.");
    }
  }

  /**
   * @param kind secret or config
   */
  void checkFile(Place place, String kind, String name) {
    if (name.endsWith("_")) {
      findings.error(
          place,
          "The name of the "
              + kind
              + " '"
              + Checkout.shown(place.field())
              + "' ends with '_' because the variable of its version is empty; set it in "
              + (kind.equals("secret") ? ".env.sample." : "abra.sh."));
    } else if (name.length() > LONGEST_FILE) {
      tooLong(place, kind, name, LONGEST_FILE);
    } else if (!FILE_NAME.matcher(name).matches()) {
      findings.error(
          place,
          "The "
              + kind
              + " name '"
              + Checkout.shown(name)
              + "' may only have letters, digits, '.', '-' and '_', and must begin and end with a"
              + " letter or digit.");
    }
  }

  void checkVolume(Place place, String name) {
    if (!VOLUME_NAME.matcher(name).matches() || name.length() > 255) {
      findings.error(
          place, "The volume name '" + Checkout.shown(name) + "' is not one that docker takes.");
    }
  }

  private void tooLong(Place place, String kind, String name, int most) {
    findings.error(
        place,
        "The "
            + kind
            + " name '"
            + Checkout.shown(name)
            + "' has "
            + name.length()
            + " characters and Swarm takes "
            + most
            + "; shorten it.");
  }
}
