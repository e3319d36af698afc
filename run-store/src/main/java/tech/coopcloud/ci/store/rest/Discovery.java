package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;

/** What the server says of itself: groups, versions, resources. */
final class Discovery {
  /** The Kubernetes release whose API this one follows; clients compare their own with it. */
  private static final String RELEASE = "1.36.0";

  private static final List<String> READ_VERBS = List.of("get", "list", "watch");
  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final Types types;

  Discovery(Types types) {
    this.types = types;
  }

  /** {@code /version}. */
  static ObjectNode version() {
    String[] numbers = RELEASE.split("\\.");
    return Json.object()
        .put("major", numbers[0])
        .put("minor", numbers[1])
        .put("gitVersion", "v" + RELEASE + "+cc-ci")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "javac")
        .put("platform", "java/" + Runtime.version().feature());
  }

  /** {@code /api}. */
  ObjectNode coreVersions() {
    ObjectNode answer = Json.object().put("kind", "APIVersions");
    answer.putArray("versions").add("v1");
    answer.putArray("serverAddressByClientCIDRs");
    return answer;
  }

  /** {@code /apis}. */
  ObjectNode groups() {
    ObjectNode answer = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = answer.putArray("groups");
    groupVersions().forEach((group, versions) -> groups.add(describe(group, versions)));
    return answer;
  }

  /** {@code /apis/GROUP}; null when there is none. */
  @Nullable ObjectNode group(String name) {
    List<String> versions = groupVersions().get(name);
    if (versions == null) {
      return null;
    }
    ObjectNode group = describe(name, versions);
    return group.put("kind", "APIGroup").put("apiVersion", "v1");
  }

  private Map<String, List<String>> groupVersions() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String apiVersion : types.apiVersions()) {
      int slash = apiVersion.indexOf('/');
      if (slash > 0) {
        groups
            .computeIfAbsent(apiVersion.substring(0, slash), _ -> new java.util.ArrayList<>())
            .add(apiVersion.substring(slash + 1));
      }
    }
    groups.put(Reviews.GROUP, List.of(Reviews.VERSION));
    return groups;
  }

  private static ObjectNode describe(String name, List<String> versions) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode all = group.putArray("versions");
    for (String version : versions) {
      all.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    group.set("preferredVersion", all.get(0).deepCopy());
    return group;
  }

  /** {@code /api/v1} and {@code /apis/GROUP/VERSION}; null when there is none. */
  @Nullable ObjectNode resources(String apiVersion) {
    List<ResourceType> served = types.of(apiVersion);
    boolean reviews = apiVersion.equals(Reviews.GROUP + "/" + Reviews.VERSION);
    if (served.isEmpty() && !reviews) {
      return null;
    }
    ObjectNode answer =
        Json.object()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", apiVersion);
    ArrayNode resources = answer.putArray("resources");
    for (ResourceType type : served) {
      ObjectNode resource =
          resources
              .addObject()
              .put("name", type.name().resource())
              .put("singularName", type.singular())
              .put("namespaced", type.namespaced())
              .put("kind", type.kind());
      (type.readOnly() ? READ_VERBS : ALL_VERBS).forEach(resource.putArray("verbs")::add);
      if (!type.shortNames().isEmpty()) {
        type.shortNames().forEach(resource.putArray("shortNames")::add);
      }
      if (!type.categories().isEmpty()) {
        type.categories().forEach(resource.putArray("categories")::add);
      }
      if (type.statusSubresource()) {
        ObjectNode status =
            resources
                .addObject()
                .put("name", type.name().resource() + "/status")
                .put("singularName", "")
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        status.putArray("verbs").add("get").add("patch").add("update");
      }
    }
    if (reviews) {
      Reviews.describe(resources);
    }
    return answer;
  }
}
