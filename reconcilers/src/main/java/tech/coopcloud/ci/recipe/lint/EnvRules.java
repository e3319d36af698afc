package tech.coopcloud.ci.recipe.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.RecipeFacts;
import tech.coopcloud.ci.recipe.RecipeFacts.User;

/** {@code .env.sample} and what is used of it agree. */
final class EnvRules {
  /** abra knows these itself, or gives them. */
  private static final Set<String> KNOWN =
      Set.of(
          "COMPOSE_FILE",
          "DOMAIN",
          "ENABLE_AUTO_UPDATE",
          "ENABLE_BACKUPS",
          "LETS_ENCRYPT_ENV",
          "POST_DEPLOY_CMDS",
          "POST_UNDEPLOY_CMDS",
          "POST_UPGRADE_CMDS",
          "RECIPE",
          "STACK_NAME",
          "TIMEOUT",
          "TYPE",
          "VERSION");

  private EnvRules() {}

  static void undeclared(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    Set<String> told = new HashSet<>();
    for (RecipeFacts.Use use : recipe.uses()) {
      String name = use.name();
      boolean ofApp = use.user() == User.COMPOSE || use.user() == User.ENVIRONMENT;
      boolean known =
          KNOWN.contains(name)
              || recipe.declared().containsKey(name)
              || recipe.exported().contains(name);
      if (ofApp && !known && told.add(name)) {
        boolean version = name.endsWith("_VERSION") && !name.startsWith("SECRET_");
        findings.add(
            Finding.warning(
                use.place(),
                "The variable "
                    + name
                    + " is used and is not in "
                    + (version
                        ? "abra.sh; export it there."
                        : ".env.sample; add it there, with a '#' before it if it may be missing.")));
      }
    }
  }

  static void unused(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    Set<String> used = new HashSet<>();
    recipe.uses().forEach(use -> used.add(use.name()));
    recipe
        .declared()
        .forEach(
            (name, place) -> {
              if (!used.contains(name) && !KNOWN.contains(name)) {
                findings.add(
                    Finding.warning(
                        place, "The variable " + name + " is used nowhere; remove it or use it."));
              }
            });
  }
}
