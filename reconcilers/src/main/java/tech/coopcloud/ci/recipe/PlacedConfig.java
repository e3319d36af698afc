package tech.coopcloud.ci.recipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A file that the Recipe, not the recipe, wants a service to find: a config of the stack like those
 * that the compose file declares, so the engine brings it to whatever node a task is on.
 *
 * @param service short name
 * @param path absolute, in the service's containers
 * @param content not empty, at most a million bytes, as Swarm has it for configs
 * @param mode permission bits
 */
public record PlacedConfig(String service, String path, String content, int mode) {
  private static final int LARGEST = 1_000_000;

  /**
   * The stack with the files in it.
   *
   * @throws InvalidRecipeException when a service is not there, has a file of that path already, or
   *     a file is too large
   */
  public static StackSpec addTo(StackSpec stack, List<PlacedConfig> files)
      throws InvalidRecipeException {
    StackSpec filled = stack;
    for (int i = 0; i < files.size(); i++) {
      filled = files.get(i).addTo(filled, "placed_" + (i + 1));
    }
    return filled;
  }

  private StackSpec addTo(StackSpec stack, String shortName) throws InvalidRecipeException {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    if (data.length > LARGEST) {
      throw refused("has " + data.length + " bytes; Swarm takes " + LARGEST + " at most");
    }
    String name = stack.name() + "_" + shortName;
    List<ConfigSpec> configs = new ArrayList<>(stack.configs());
    configs.add(new ConfigSpec(name, Map.of(Namespace.STACK_LABEL, stack.name()), data, ""));
    ServiceSpec into = found(stack);
    List<ServiceSpec> services = new ArrayList<>(stack.services());
    services.set(services.indexOf(into), placed(into, name));
    return stack.with(configs, services);
  }

  private ServiceSpec found(StackSpec stack) throws InvalidRecipeException {
    for (ServiceSpec candidate : stack.services()) {
      if (candidate.shortName().equals(service)) {
        return candidate;
      }
    }
    throw refused(
        "is for the service '"
            + service
            + "', which the recipe does not have; it has "
            + String.join(", ", stack.services().stream().map(ServiceSpec::shortName).toList()));
  }

  private ServiceSpec placed(ServiceSpec into, String name) throws InvalidRecipeException {
    ContainerSpec container = into.container();
    List<ContainerSpec.FileReference> references = new ArrayList<>(container.configs());
    for (ContainerSpec.FileReference there : references) {
      if (there.target().equals(path)) {
        throw refused("is there twice: the config " + there.name() + " is at the same path");
      }
    }
    references.add(new ContainerSpec.FileReference(name, path, "0", "0", mode));
    references.sort(Comparator.comparing(ContainerSpec.FileReference::name));
    return into.with(container.withConfigs(references));
  }

  private InvalidRecipeException refused(String why) {
    return new InvalidRecipeException(
        List.of(new Finding("", 0, "deploy.files of the Recipe: " + path + " " + why + ".")));
  }
}
