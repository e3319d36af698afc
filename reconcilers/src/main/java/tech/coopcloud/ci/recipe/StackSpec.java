package tech.coopcloud.ci.recipe;

import java.util.List;

/**
 * Everything that Swarm is to have for one deployment, in the order in which it is created:
 * networks, volumes, secrets, configs, services. What is external is not listed, but for {@link
 * #externalNetworks}.
 *
 * @param name the stack, e.g. {@code cust-1a2b3c_ci_localhost}
 * @param externalNetworks networks that must be there already and be swarm-scoped, e.g. {@code
 *     proxy}
 * @param deployTimeoutSeconds from the timeout label, 0 where the recipe has none
 * @param warnings what was ignored, in sentences
 */
public record StackSpec(
    String name,
    List<String> externalNetworks,
    List<NetworkSpec> networks,
    List<VolumeSpec> volumes,
    List<SecretSpec> secrets,
    List<ConfigSpec> configs,
    List<ServiceSpec> services,
    int deployTimeoutSeconds,
    List<String> warnings) {
  public StackSpec {
    externalNetworks = List.copyOf(externalNetworks);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
    services = List.copyOf(services);
    warnings = List.copyOf(warnings);
  }

  /** The same, with other configs and services. */
  StackSpec with(List<ConfigSpec> otherConfigs, List<ServiceSpec> otherServices) {
    return new StackSpec(
        name,
        externalNetworks,
        networks,
        volumes,
        secrets,
        otherConfigs,
        otherServices,
        deployTimeoutSeconds,
        warnings);
  }
}
