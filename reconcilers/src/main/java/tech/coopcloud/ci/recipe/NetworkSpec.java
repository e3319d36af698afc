package tech.coopcloud.ci.recipe;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network to create.
 *
 * @param ipam addresses that the recipe asks for, or null: the engine chooses
 */
public record NetworkSpec(
    String name,
    String driver,
    Map<String, String> driverOptions,
    boolean internal,
    boolean attachable,
    @Nullable Ipam ipam,
    Map<String, String> labels) {
  public NetworkSpec {
    driverOptions = Map.copyOf(driverOptions);
    labels = Map.copyOf(labels);
  }

  /**
   * @param driver empty for the engine's default
   * @param subnets in CIDR notation
   */
  public record Ipam(String driver, List<String> subnets) {
    public Ipam {
      subnets = List.copyOf(subnets);
    }
  }
}
