package tech.coopcloud.ci.recipe.policy;

import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/** Networks, volumes, secrets and configs: the stack's own by name, and nothing special. */
final class ObjectRules {
  /** Of the overlay driver; the others reach beyond the network itself. */
  private static final String ENCRYPTED = "encrypted";

  private ObjectRules() {}

  static void judge(Policy policy, StackSpec stack, Denials denials) {
    for (NetworkSpec network : stack.networks()) {
      network(stack, network, denials);
    }
    for (String name : stack.externalNetworks()) {
      if (!name.equals(policy.ingressNetwork())) {
        denials.deny(
            "network:" + name, "", "networks", "uses the network '" + name + "' of others");
      }
    }
    for (VolumeSpec volume : stack.volumes()) {
      volume(stack, volume, denials);
    }
    for (SecretSpec secret : stack.secrets()) {
      own(stack, "secret", secret.name(), denials);
      LabelRules.judge(stack, "", "secrets", secret.labels(), denials);
    }
    for (ConfigSpec config : stack.configs()) {
      own(stack, "config", config.name(), denials);
      LabelRules.judge(stack, "", "configs", config.labels(), denials);
    }
  }

  private static void network(StackSpec stack, NetworkSpec network, Denials denials) {
    own(stack, "network", network.name(), denials);
    LabelRules.judge(stack, "", "networks", network.labels(), denials);
    if (!network.driver().equals("overlay")) {
      denials.deny(
          "network-driver:" + network.driver(),
          "",
          "networks",
          "asks for a network of the driver '" + network.driver() + "'");
    }
    network
        .driverOptions()
        .forEach(
            (option, value) -> {
              if (!option.equals(ENCRYPTED)) {
                denials.deny(
                    "network-option:" + option + "=" + value,
                    "",
                    "networks",
                    "sets the network driver's option '" + option + "' to '" + value + "'");
              }
            });
    NetworkSpec.Ipam ipam = network.ipam();
    if (ipam != null) {
      if (!ipam.driver().isEmpty() && !ipam.driver().equals("default")) {
        denials.deny(
            "network-ipam:" + ipam.driver(),
            "",
            "networks",
            "takes addresses from the driver '" + ipam.driver() + "'");
      }
      for (String subnet : ipam.subnets()) {
        denials.deny("network-subnet:" + subnet, "", "networks", "claims the addresses " + subnet);
      }
    }
  }

  private static void volume(StackSpec stack, VolumeSpec volume, Denials denials) {
    own(stack, "volume", volume.name(), denials);
    LabelRules.judge(stack, "", "volumes", volume.labels(), denials);
    special(volume, "", denials);
  }

  /** Anything but a folder that the engine makes for itself can lead anywhere on the host. */
  static void special(VolumeSpec volume, String service, Denials denials) {
    if (!volume.driver().isEmpty() && !volume.driver().equals("local")) {
      denials.deny(
          "volume-driver:" + volume.driver(),
          service,
          "volumes",
          "asks for a volume of the driver '" + volume.driver() + "'");
    }
    volume
        .driverOptions()
        .forEach(
            (option, value) ->
                denials.deny(
                    "volume-option:" + option + "=" + value,
                    service,
                    "volumes",
                    "sets the volume driver's option '" + option + "' to '" + value + "'"));
  }

  /** A name that does not begin with the stack's could be that of another stack's object. */
  private static void own(StackSpec stack, String kind, String name, Denials denials) {
    if (!name.startsWith(stack.name() + "_")) {
      denials.deny(
          kind + ":" + name,
          "",
          kind + "s",
          "has a " + kind + " '" + name + "' whose name does not begin with that of the stack");
    }
  }
}
