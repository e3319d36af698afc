package tech.coopcloud.ci.recipe.policy;

import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/** What a container sees as files: volumes, secrets and configs of its own stack. */
final class MountRules {
  private MountRules() {}

  static void judge(StackSpec stack, ServiceSpec service, Denials denials) {
    Set<String> volumes =
        stack.volumes().stream().map(VolumeSpec::name).collect(Collectors.toSet());
    for (ContainerSpec.Mount mount : service.container().mounts()) {
      mount(volumes, mount, service.shortName(), denials);
    }
    Set<String> secrets =
        stack.secrets().stream().map(SecretSpec::name).collect(Collectors.toSet());
    for (ContainerSpec.FileReference secret : service.container().secrets()) {
      foreign("secret", secrets, secret.name(), service.shortName(), denials);
    }
    Set<String> configs =
        stack.configs().stream().map(ConfigSpec::name).collect(Collectors.toSet());
    for (ContainerSpec.FileReference config : service.container().configs()) {
      foreign("config", configs, config.name(), service.shortName(), denials);
    }
  }

  private static void mount(
      Set<String> volumes, ContainerSpec.Mount mount, String service, Denials denials) {
    String source = mount.source();
    switch (mount.type()) {
      case "tmpfs" -> {
        // memory of the container's own, under its limit
      }
      case "volume" -> {
        if (source != null) {
          foreign("volume", volumes, source, service, denials);
        }
        if (mount.volume() != null) {
          ObjectRules.special(mount.volume(), service, denials); // it goes to every node with this
        }
      }
      case "bind" ->
          denials.deny(
              "bind-mount:" + source, service, "volumes", "mounts '" + source + "' of the host");
      default ->
          denials.deny(
              "mount:" + mount.type(),
              service,
              "volumes",
              "asks for a mount of type '" + mount.type() + "'");
    }
  }

  private static void foreign(
      String kind, Set<String> own, String name, String service, Denials denials) {
    if (!own.contains(name)) {
      denials.deny(
          kind + ":" + name,
          service,
          kind + "s",
          "uses the " + kind + " '" + name + "', which is not of this stack");
    }
  }
}
