package tech.coopcloud.ci.recipe;

import java.util.Map;

/**
 * A secret to create.
 *
 * @param templateDriver {@code golang}, or empty
 */
public record SecretSpec(
    String name, Map<String, String> labels, SecretValue value, String templateDriver) {
  public SecretSpec {
    labels = Map.copyOf(labels);
  }
}
