package tech.coopcloud.ci.recipe;

import java.util.Map;

/** A network to create. */
public record NetworkSpec(
    String name,
    String driver,
    Map<String, String> driverOptions,
    boolean internal,
    boolean attachable,
    Map<String, String> labels) {
  public NetworkSpec {
    driverOptions = Map.copyOf(driverOptions);
    labels = Map.copyOf(labels);
  }
}
