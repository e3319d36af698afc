package tech.coopcloud.ci.store.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ResourceType;

/**
 * What the path of a request names.
 *
 * @param namespace null for every namespace, or for a cluster-scoped type
 * @param name null for the collection
 * @param status whether it is the {@code status} subresource
 */
record Target(
    ResourceType type, @Nullable String namespace, @Nullable String name, boolean status) {

  /** The segments of a raw request path, decoded. */
  static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return segments;
  }

  /**
   * Reads the segments of a path that start with a resource: {@code
   * namespaces/NS/testruns/NAME/status} and shorter ones.
   *
   * @throws ApiError when nothing of the kind is served
   */
  static Target parse(Types types, String group, String version, List<String> path)
      throws ApiError {
    List<String> rest = path;
    String namespace = null;
    boolean inNamespace = rest.size() >= 3 && rest.getFirst().equals("namespaces");
    if (inNamespace && !rest.get(2).equals("status")) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    ResourceType type = types.find(new GroupResource(group, rest.getFirst()), version);
    if (type == null || rest.size() > 3 || (namespace != null && !type.namespaced())) {
      throw ApiError.noSuchPath();
    }
    String name = rest.size() > 1 ? rest.get(1) : null;
    boolean status = rest.size() > 2;
    if (status && !(type.statusSubresource() && rest.get(2).equals("status"))) {
      throw ApiError.noSuchPath();
    }
    if (name != null && type.namespaced() && namespace == null) {
      throw ApiError.noSuchPath();
    }
    return new Target(type, namespace, name, status);
  }

  /** The key of the object with a name, in this target's namespace. */
  ObjectKey key(String name) {
    return new ObjectKey(type.name(), namespace == null ? "" : namespace, name);
  }
}
