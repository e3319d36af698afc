package tech.coopcloud.ci.recipe;

import java.util.Map;

/** A named volume. An empty driver means the engine's default. */
public record VolumeSpec(
    String name, String driver, Map<String, String> driverOptions, Map<String, String> labels) {
  public VolumeSpec {
    driverOptions = Map.copyOf(driverOptions);
    labels = Map.copyOf(labels);
  }
}
