package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Finds types by any of their names, asking the server; our own group first. */
final class Discovery {
  private static final String OWN = "ci.coopcloud.tech/v1alpha1";
  private final Api api;
  private final Map<String, JsonNode> lists = new HashMap<>();

  Discovery(Api api) {
    this.api = api;
  }

  /**
   * @param name plural, singular, kind or short name, in any case; a group may follow a dot
   */
  Resource named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    Resource found = find((group, entry) -> matches(wanted, group, entry));
    if (found == null) {
      throw new CcctlException(
          ExitCode.REFUSED, "error: the server doesn't have a resource type \"" + name + "\"");
    }
    return found;
  }

  /**
   * @param names a name as for {@link #named}, the name of a category, or several of them with
   *     commas between
   */
  List<Resource> all(String names) {
    Set<Resource> found = new LinkedHashSet<>();
    for (String name : names.split(",", -1)) {
      List<Resource> category = category(name);
      if (category.isEmpty()) {
        found.add(named(name));
      } else {
        found.addAll(category);
      }
    }
    return List.copyOf(found);
  }

  private List<Resource> category(String name) {
    List<Resource> found = new ArrayList<>();
    for (JsonNode entry : list(OWN)) {
      for (JsonNode category : entry.path("categories")) {
        if (name.equals(category.asText())) {
          found.add(resource(OWN, entry));
        }
      }
    }
    return found;
  }

  /** The type of a manifest. */
  Resource of(JsonNode object, String where) {
    String apiVersion = object.path("apiVersion").asText("");
    String kind = object.path("kind").asText("");
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      throw CcctlException.usage(
          where + " is no manifest: " + (kind.isEmpty() ? "kind" : "apiVersion") + " not set");
    }
    for (JsonNode entry : list(apiVersion)) {
      if (entry.path("kind").asText().equals(kind)) {
        return resource(apiVersion, entry);
      }
    }
    throw new CcctlException(
        ExitCode.REFUSED,
        "error: %s: no matches for kind \"%s\" in version \"%s\"; the server does not have it"
            .formatted(where, kind, apiVersion));
  }

  private @Nullable Resource find(BiPredicate<String, JsonNode> test) {
    for (String version : new String[] {OWN, "v1"}) {
      Resource found = in(version, test);
      if (found != null) {
        return found;
      }
    }
    for (String version : versions()) {
      Resource found = in(version, test);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Resource in(String groupVersion, BiPredicate<String, JsonNode> test) {
    String group = groupVersion.contains("/") ? groupVersion.split("/", -1)[0] : "";
    for (JsonNode entry : list(groupVersion)) {
      if (!entry.path("name").asText().contains("/") && test.test(group, entry)) {
        return resource(groupVersion, entry);
      }
    }
    return null;
  }

  private Set<String> versions() {
    Set<String> versions = new LinkedHashSet<>();
    for (JsonNode group : api.get("/apis").path("groups")) {
      versions.add(group.path("preferredVersion").path("groupVersion").asText());
    }
    versions.remove(OWN);
    return versions;
  }

  private JsonNode list(String groupVersion) {
    return lists.computeIfAbsent(
        groupVersion,
        key -> {
          try {
            return api.get((key.contains("/") ? "/apis/" : "/api/") + key).path("resources");
          } catch (StatusException e) {
            if (e.code() == 404) {
              return Json.MAPPER.createArrayNode();
            }
            throw e;
          }
        });
  }

  private static boolean matches(String wanted, String group, JsonNode entry) {
    int dot = wanted.indexOf('.');
    if (dot > 0 && !group.equals(wanted.substring(dot + 1))) {
      return false;
    }
    String name = dot > 0 ? wanted.substring(0, dot) : wanted;
    if (name.equals(entry.path("name").asText())
        || name.equals(entry.path("singularName").asText())
        || name.equals(entry.path("kind").asText().toLowerCase(Locale.ROOT))) {
      return true;
    }
    for (JsonNode shortName : entry.path("shortNames")) {
      if (name.equals(shortName.asText())) {
        return true;
      }
    }
    return false;
  }

  private static Resource resource(String groupVersion, JsonNode entry) {
    int slash = groupVersion.indexOf('/');
    String kind = entry.path("kind").asText();
    String singular = entry.path("singularName").asText("");
    return new Resource(
        slash < 0 ? "" : groupVersion.substring(0, slash),
        groupVersion.substring(slash + 1),
        entry.path("name").asText(),
        singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular,
        kind,
        entry.path("namespaced").asBoolean());
  }
}
