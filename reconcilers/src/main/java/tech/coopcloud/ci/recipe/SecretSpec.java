package tech.coopcloud.ci.recipe;

import java.util.Map;

/** A secret to create. */
public record SecretSpec(String name, Map<String, String> labels, SecretValue value) {
  public SecretSpec {
    labels = Map.copyOf(labels);
  }
}
