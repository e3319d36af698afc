package tech.coopcloud.ci.store.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ResourceType;

/** The types that are served, by name and by group. */
final class Types {
  private final Map<GroupResource, ResourceType> byName = new LinkedHashMap<>();
  private final TreeMap<String, List<ResourceType>> byApiVersion = new TreeMap<>();

  Types(List<ResourceType> types) {
    for (ResourceType type : types) {
      byName.put(type.name(), type);
      byApiVersion.computeIfAbsent(type.apiVersion(), _ -> new java.util.ArrayList<>()).add(type);
    }
  }

  @Nullable ResourceType find(GroupResource name, String version) {
    ResourceType type = byName.get(name);
    return type != null && type.version().equals(version) ? type : null;
  }

  /** The types of one {@code group/version}; empty when it is not served. */
  List<ResourceType> of(String apiVersion) {
    return byApiVersion.getOrDefault(apiVersion, List.of());
  }

  /** Every {@code group/version} that is served, in order. */
  List<String> apiVersions() {
    return List.copyOf(byApiVersion.keySet());
  }
}
