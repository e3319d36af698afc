package tech.coopcloud.ci.recipe.lint;

import java.util.List;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.RecipeFacts;

/** What every service should have, and what none should. */
final class ServiceRules {
  private ServiceRules() {}

  static void healthcheck(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      if (service.healthTest().isEmpty() && !service.healthcheckDisabled()) {
        findings.add(
            Finding.warning(
                service.place(),
                "The service '"
                    + service.name()
                    + "' has no 'healthcheck', so a deployment counts as done before it answers; add"
                    + " one."));
      }
    }
  }

  static void image(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      String image = service.image().value();
      if (image.isEmpty() || image.contains("@sha256:")) {
        continue;
      }
      int colon = image.lastIndexOf(':');
      String tag = colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "";
      if (tag.isEmpty() || tag.equals("latest")) {
        findings.add(
            Finding.error(
                service.image().place(),
                "The image '"
                    + image
                    + "' is another one every day; pin it to the tag of a version."));
      } else if (!tag.matches(".*[0-9].*")) {
        findings.add(
            Finding.warning(
                service.image().place(),
                "The tag of the image '" + image + "' names no version; pin it to one that does."));
      }
    }
  }

  static void ports(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      for (RecipeFacts.Port port : service.ports()) {
        String what =
            "The service '"
                + service.name()
                + "' publishes "
                + (port.published() == 0 ? "a port" : "port " + port.published())
                + " of the host";
        findings.add(
            port.host()
                ? Finding.error(
                    port.place(), what + ", where only one app can have it; route it by traefik.")
                : Finding.warning(
                    port.place(), what + ", past the proxy; route it by traefik if it is HTTP."));
      }
    }
  }
}
