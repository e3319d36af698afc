package tech.coopcloud.ci.recipe;

import java.util.Map;

/**
 * A named volume. An empty driver means the engine's default.
 *
 * @param driverGiven whether the recipe says anything of the driver, even if it is nothing: mounts
 *     repeat it then
 */
public record VolumeSpec(
    String name,
    String driver,
    Map<String, String> driverOptions,
    Map<String, String> labels,
    boolean driverGiven) {
  public VolumeSpec {
    driverOptions = Map.copyOf(driverOptions);
    labels = Map.copyOf(labels);
  }

  public VolumeSpec(
      String name, String driver, Map<String, String> driverOptions, Map<String, String> labels) {
    this(name, driver, driverOptions, labels, !driver.isEmpty() || !driverOptions.isEmpty());
  }
}
