package tech.coopcloud.ci.store.git;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;

/** The kinds that the store serves, found by what manifests and paths call them. */
final class Types {
  private static final GroupResource EVENTS = new GroupResource("", "events");

  private final Map<GroupResource, ResourceType> byName;
  private final Map<GroupResource, String> folders = new HashMap<>();
  private final Map<String, ResourceType> byFolder = new HashMap<>();
  private final Set<String> groups = new HashSet<>();

  Types(List<ResourceType> types) {
    byName = types.stream().collect(Collectors.toUnmodifiableMap(ResourceType::name, type -> type));
    for (ResourceType type : types) {
      boolean alone =
          types.stream()
              .allMatch(
                  other ->
                      other.name().equals(type.name())
                          || !other.name().resource().equals(type.name().resource()));
      String folder = alone ? type.name().resource() : type.name().toString();
      folders.put(type.name(), folder);
      byFolder.put(folder, type);
      if (type.persistence() == Persistence.DESIRED_AND_OBSERVED) {
        groups.add(type.name().group());
      }
    }
  }

  Collection<ResourceType> all() {
    return byName.values();
  }

  ResourceType get(GroupResource name) {
    ResourceType type = byName.get(name);
    if (type == null) {
      throw new IllegalArgumentException(name + " is not served by this store");
    }
    return type;
  }

  /** The kind that has manifests, or null. */
  @Nullable ResourceType desired(String apiVersion, String kind) {
    for (ResourceType type : byName.values()) {
      if (type.persistence() == Persistence.DESIRED_AND_OBSERVED
          && type.kind().equals(kind)
          && type.apiVersion().equals(apiVersion)) {
        return type;
      }
    }
    return null;
  }

  /** Whether a manifest with this {@code apiVersion} is meant for us. */
  boolean isOurs(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash > 0 && groups.contains(apiVersion.substring(0, slash));
  }

  /** Whether any of our kinds with manifests is called so. */
  boolean isOurKind(String kind) {
    return byName.values().stream()
        .anyMatch(
            type ->
                type.persistence() == Persistence.DESIRED_AND_OBSERVED && type.kind().equals(kind));
  }

  /** {@code A, B}: the kinds that manifests may have. */
  String desiredKinds() {
    return byName.values().stream()
        .filter(type -> type.persistence() == Persistence.DESIRED_AND_OBSERVED)
        .map(type -> type.kind() + " (" + type.apiVersion() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Nullable ResourceType events() {
    return byName.get(EVENTS);
  }

  String folder(ResourceType type) {
    return Objects.requireNonNull(folders.get(type.name()));
  }

  @Nullable ResourceType ofFolder(String folder) {
    return byFolder.get(folder);
  }

  String statusPath(ObjectKey key) {
    return StatusFile.path(folder(get(key.type())), key);
  }
}
