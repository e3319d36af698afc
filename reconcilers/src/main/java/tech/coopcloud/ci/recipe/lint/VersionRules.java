package tech.coopcloud.ci.recipe.lint;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.Place;
import tech.coopcloud.ci.recipe.RecipeFacts;

/** A recipe says which version it is, and what is new in it. */
final class VersionRules {
  private static final String LABEL = "coop-cloud." + Lint.STACK + ".version";
  private static final Pattern VERSION =
      Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(?:-[0-9A-Za-z.-]+)?\\+\\S+");

  private VersionRules() {}

  static void label(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    RecipeFacts.Text label = versionOf(recipe);
    if (label == null) {
      if (!recipe.services().isEmpty()) {
        findings.add(
            Finding.error(
                recipe.services().getFirst().place(),
                "No service has the label 'coop-cloud.${STACK_NAME}.version' under"
                    + " 'deploy.labels'; add it, like =1.0.0+2.4.1."));
      }
      return;
    }
    if (!VERSION.matcher(label.value()).matches()) {
      findings.add(
          Finding.error(
              label.place(),
              "The version '"
                  + label.value()
                  + "' must be the recipe's own version and that of the software, like"
                  + " 1.0.0+2.4.1."));
    }
    String tag = context.version();
    if (tag != null && !tag.equals(label.value())) {
      findings.add(
          Finding.error(
              label.place(),
              "The version label says '"
                  + label.value()
                  + "' and the tag is '"
                  + tag
                  + "'; make them the same."));
    }
  }

  /** The first version of all has nothing to tell. */
  static void releaseNotes(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    RecipeFacts.Text label = versionOf(recipe);
    if (label == null || context.published().isEmpty()) {
      return;
    }
    boolean isNew = !context.published().contains(label.value());
    boolean told = recipe.releases().contains(label.value()) || recipe.releases().contains("next");
    if (isNew && !told) {
      findings.add(
          Finding.warning(
              Place.of("release/" + label.value(), 0),
              "The new version has no release notes; write into this file what operators have to"
                  + " know."));
    }
  }

  private static RecipeFacts.@Nullable Text versionOf(RecipeFacts recipe) {
    return recipe.services().stream()
        .map(service -> service.labels().get(LABEL))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
