package tech.coopcloud.ci.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.core.DockerClientConfig;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec.FileReference;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/**
 * What would be sent to the Docker API to deploy a stack, for people to look at: an object with
 * {@code services}, {@code networks}, {@code volumes}, {@code configs} and {@code secrets}, each a
 * list. They refer to one another by name, because ids are only known once they exist. The values
 * of secrets are never shown. No engine is asked.
 */
public final class Rendering {
  private static final ObjectMapper JSON = DockerClientConfig.getDefaultObjectMapper().copy();

  private Rendering() {}

  /** As {@code docker stack deploy} would send it: secrets that it expects to be there are not. */
  public static ObjectNode plain(StackSpec stack) {
    List<SecretSpec> made =
        stack.secrets().stream().filter(secret -> !secret.labels().isEmpty()).toList();
    return render(stack, made, true);
  }

  /**
   * As cc-ci would send it, but for the labels that say which run an object is of.
   *
   * @param ipvs whether virtual IPs and the ingress mesh answer
   */
  public static ObjectNode of(StackSpec stack, boolean ipvs) {
    return render(stack, stack.secrets(), ipvs);
  }

  private static ObjectNode render(StackSpec stack, List<SecretSpec> made, boolean ipvs) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode services = all.putArray("services");
    stack.services().forEach(it -> services.add(service(it, ipvs)));
    ArrayNode networks = all.putArray("networks");
    stack.networks().forEach(it -> networks.add(network(it)));
    ArrayNode volumes = all.putArray("volumes");
    stack.volumes().forEach(it -> volumes.add(volume(it)));
    ArrayNode configs = all.putArray("configs");
    stack.configs().forEach(it -> configs.add(config(it)));
    ArrayNode secrets = all.putArray("secrets");
    made.forEach(it -> secrets.add(file(it.name(), it.labels(), it.templateDriver())));
    return all;
  }

  private static JsonNode service(ServiceSpec service, boolean ipvs) {
    ServiceMapping.FileIds names =
        new ServiceMapping.FileIds(
            names(service.container().secrets()), names(service.container().configs()));
    String image = ImageName.familiar(service.container().image());
    JsonNode rendered =
        JSON.valueToTree(new ServiceMapping(Owner.NOBODY, ipvs, image, names, null).map(service));
    tidy(rendered);
    if (rendered.get("Mode") instanceof ObjectNode mode) {
      mode.remove("mode"); // the library's own
    }
    return rendered;
  }

  private static Map<String, String> names(List<FileReference> files) {
    Map<String, String> names = new HashMap<>();
    files.forEach(file -> names.put(file.name(), file.name()));
    return names;
  }

  /** Without what is not said, and without ids, which nothing has yet. */
  private static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(
              field ->
                  field.getKey().equals("SecretID")
                      || field.getKey().equals("ConfigID")
                      || field.getValue().isNull());
    }
    node.forEach(Rendering::tidy);
  }

  private static ObjectNode network(NetworkSpec network) {
    ObjectNode node = JSON.createObjectNode();
    node.put("Name", network.name());
    node.put("Driver", network.driver().isEmpty() ? "overlay" : network.driver());
    node.put("Internal", network.internal());
    node.put("Attachable", network.attachable());
    NetworkSpec.Ipam ipam = network.ipam();
    if (ipam != null) {
      ObjectNode addresses = node.putObject("IPAM");
      addresses.put("Driver", ipam.driver().isEmpty() ? "default" : ipam.driver());
      ArrayNode pools = addresses.putArray("Config");
      ipam.subnets().forEach(subnet -> pools.addObject().put("Subnet", subnet));
    }
    texts(node, "Options", network.driverOptions());
    texts(node, "Labels", network.labels());
    return node;
  }

  private static ObjectNode volume(VolumeSpec volume) {
    ObjectNode node = JSON.createObjectNode();
    node.put("Name", volume.name());
    node.put("Driver", volume.driver().isEmpty() ? "local" : volume.driver());
    texts(node, "DriverOpts", volume.driverOptions());
    texts(node, "Labels", volume.labels());
    return node;
  }

  private static ObjectNode config(ConfigSpec config) {
    ObjectNode node = file(config.name(), config.labels(), config.templateDriver());
    node.put("Data", Base64.getEncoder().encodeToString(config.data()));
    return node;
  }

  private static ObjectNode file(String name, Map<String, String> labels, String driver) {
    ObjectNode node = JSON.createObjectNode();
    node.put("Name", name);
    texts(node, "Labels", labels);
    if (!driver.isEmpty()) {
      node.putObject("Templating").put("Name", driver);
    }
    return node;
  }

  private static void texts(ObjectNode node, String field, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      ObjectNode object = node.putObject(field);
      texts.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> object.put(entry.getKey(), entry.getValue()));
    }
  }
}
