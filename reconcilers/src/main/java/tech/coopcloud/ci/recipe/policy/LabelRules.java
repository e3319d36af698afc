package tech.coopcloud.ci.recipe.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/** Labels by which cc-ci and docker know what belongs to whom. */
final class LabelRules {
  private static final String STACK = "com.docker.stack.namespace";
  private static final String IMAGE = "com.docker.stack.image";
  private static final List<String> RESERVED =
      List.of(Api.GROUP + "/", "com.docker.", "io.docker.", "org.dockerproject.");

  private LabelRules() {}

  static void judge(StackSpec stack, ServiceSpec service, Denials denials) {
    judge(stack, service.shortName(), "deploy.labels", service.labels(), denials);
    judge(stack, service.shortName(), "labels", service.container().labels(), denials);
  }

  static void judge(
      StackSpec stack, String service, String field, Map<String, String> labels, Denials denials) {
    labels.forEach(
        (key, value) -> {
          boolean dockers =
              (key.equals(STACK) && value.equals(stack.name()))
                  || (key.equals(IMAGE) && field.equals("deploy.labels"));
          String lower = key.toLowerCase(Locale.ROOT);
          if (!dockers && RESERVED.stream().anyMatch(lower::startsWith)) {
            denials.deny(
                "label:" + key + "=" + value,
                service,
                field,
                "sets the reserved label '" + key + "' to '" + value + "'");
          }
        });
  }
}
