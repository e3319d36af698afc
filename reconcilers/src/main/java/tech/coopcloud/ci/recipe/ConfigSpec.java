package tech.coopcloud.ci.recipe;

import java.util.Arrays;
import java.util.Map;

/**
 * A config to create.
 *
 * @param templateDriver {@code golang}, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record ConfigSpec(
    String name, Map<String, String> labels, byte[] data, String templateDriver) {
  public ConfigSpec {
    labels = Map.copyOf(labels);
  }

  /** Whether the engine would take the one for the other. */
  public boolean sameContentAs(ConfigSpec other) {
    return Arrays.equals(data, other.data) && templateDriver.equals(other.templateDriver);
  }
}
