package tech.coopcloud.ci.recipe.lint;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.RecipeFacts;

/** Names of secrets, configs and services. */
final class NameRules {
  private static final Pattern VERSIONED = Pattern.compile(".*_\\$\\{?[A-Za-z0-9_]+_VERSION\\b.*");

  /** The longest stack name that abra makes of a domain. */
  private static final int LONGEST_STACK = 45;

  private static final int LONGEST_SERVICE = 63;
  private static final int LONGEST_FILE = 64;

  private NameRules() {}

  /** What is stored under a name cannot change: a new value needs a new name. */
  static void versions(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.FileObject object : recipe.files()) {
      boolean foreign = object.external() && !object.name().contains("STACK_NAME");
      if (foreign || VERSIONED.matcher(object.name()).matches()) {
        continue;
      }
      String key = object.key().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      String variable = (object.kind().equals("secret") ? "SECRET_" : "") + key + "_VERSION";
      findings.add(
          Finding.error(
              object.place(),
              "The name of the "
                  + object.kind()
                  + " '"
                  + object.key()
                  + "' has no version, and Swarm cannot change a "
                  + object.kind()
                  + " under one name; write 'name: ${STACK_NAME}_"
                  + object.key()
                  + "_${"
                  + variable
                  + "}'."));
    }
  }

  /** Whoever deploys it may have a longer domain than a test has. */
  static void lengths(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      int length = LONGEST_STACK + 1 + service.name().length();
      if (length > LONGEST_SERVICE) {
        findings.add(
            Finding.warning(
                service.place(), sentence("service", service.name(), length, LONGEST_SERVICE)));
      }
    }
    for (RecipeFacts.FileObject object : recipe.files()) {
      int length =
          LONGEST_STACK
              + object
                  .name()
                  .replaceAll("\\$\\{?STACK_NAME}?", "")
                  .replaceAll("\\$\\{?\\w+}?", "v1")
                  .length();
      if (object.name().contains("STACK_NAME") && length > LONGEST_FILE) {
        findings.add(
            Finding.warning(
                object.place(), sentence(object.kind(), object.key(), length, LONGEST_FILE)));
      }
    }
  }

  private static String sentence(String kind, String name, int length, int most) {
    return "With a long domain the name of the "
        + kind
        + " '"
        + name
        + "' has "
        + length
        + " characters, and Swarm takes "
        + most
        + "; shorten it.";
  }
}
