package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's volumes, and with them the named volumes of the stack. */
final class Mounts {
  private static final List<String> OPTIONS = List.of("bind", "volume", "tmpfs");

  private final Map<String, View> declared;
  private final Namespace namespace;
  private final Map<String, VolumeSpec> used;
  private final HostPaths hostPaths;
  private final Findings findings;

  /**
   * @param used receives the volumes that are to be created
   */
  Mounts(
      Map<String, View> declared,
      Namespace namespace,
      Map<String, VolumeSpec> used,
      HostPaths hostPaths,
      Findings findings) {
    this.declared = declared;
    this.namespace = namespace;
    this.used = used;
    this.hostPaths = hostPaths;
    this.findings = findings;
  }

  List<ContainerSpec.Mount> of(View service) {
    List<ContainerSpec.Mount> mounts = new ArrayList<>();
    for (View volume : service.list("volumes")) {
      String type = volume.textOrEmpty("type").isEmpty() ? "volume" : volume.textOrEmpty("type");
      String own = type.equals("npipe") ? "bind" : type;
      for (String other : OPTIONS) {
        if (!other.equals(own) && volume.has(other)) {
          findings.error(
              volume.place(other),
              "'" + other + "' says nothing about a volume of type " + type + "; remove it.");
        }
      }
      switch (type) {
        case "volume" -> mounts.add(volume(volume));
        case "bind", "npipe" -> mounts.add(bind(type, volume));
        case "tmpfs" -> mounts.add(tmpfs(volume));
        default ->
            findings.error(
                volume.place("type"),
                "The volume type '" + Checkout.shown(type) + "' must be volume, bind or tmpfs.");
      }
    }
    return mounts;
  }

  private ContainerSpec.Mount volume(View volume) {
    String source = volume.textOrEmpty("source");
    if (source.isEmpty()) {
      return mount("volume", null, volume, false, null, null);
    }
    View object = declared.get(source);
    if (object == null) {
      findings.error(
          volume.place(),
          "The volume '"
              + Checkout.shown(source)
              + "' is not declared; add it under the top-level 'volumes'.");
      return mount("volume", source, volume, false, null, null);
    }
    boolean noCopy = volume.view("volume").flag("nocopy");
    External external = External.of(source, object, findings);
    if (external.is()) {
      for (String field : List.of("driver", "driver_opts", "labels")) {
        if (object.has(field)) {
          findings.error(
              object.place(field), "An external volume cannot have '" + field + "'; remove it.");
        }
      }
      return mount("volume", external.name(), volume, noCopy, null, null);
    }
    String own = object.textOrEmpty("name");
    String name = own.isEmpty() ? namespace.scope(source) : own;
    namespace.checkVolume(object.place(), name);
    VolumeSpec spec =
        new VolumeSpec(
            name,
            object.textOrEmpty("driver"),
            object.pairs("driver_opts"),
            namespace.labels(object.pairs("labels")),
            !object.textOrEmpty("driver").isEmpty() || object.has("driver_opts"));
    used.putIfAbsent(name, spec);
    return mount("volume", name, volume, noCopy, spec, null);
  }

  private ContainerSpec.Mount bind(String type, View volume) {
    String source = volume.textOrEmpty("source");
    if (source.isEmpty()) {
      findings.error(volume.place(), "A volume of type " + type + " needs a 'source'.");
    }
    String path = type.equals("bind") ? hostPaths.of(source) : source;
    return mount(type, path, volume, false, null, null);
  }

  private ContainerSpec.Mount tmpfs(View volume) {
    if (!volume.textOrEmpty("source").isEmpty()) {
      findings.error(volume.place("source"), "A volume of type tmpfs has no 'source'; remove it.");
    }
    Long size = volume.has("tmpfs") ? volume.view("tmpfs").wholeOr("size", 0) : null;
    return mount("tmpfs", null, volume, false, null, size);
  }

  private static ContainerSpec.Mount mount(
      String type,
      @Nullable String source,
      View volume,
      boolean noCopy,
      @Nullable VolumeSpec spec,
      @Nullable Long tmpfsSize) {
    return new ContainerSpec.Mount(
        type,
        source,
        volume.textOrEmpty("target"),
        volume.flag("read_only"),
        volume.textOrNull("consistency"),
        volume.view("bind").textOrNull("propagation"),
        noCopy,
        spec,
        tmpfsSize,
        0);
  }
}
