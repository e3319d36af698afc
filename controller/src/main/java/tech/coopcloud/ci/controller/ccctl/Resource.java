package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A type of object that the server serves.
 *
 * @param group empty for the core group
 */
record Resource(
    String group, String version, String plural, String singular, String kind, boolean namespaced) {

  /** {@code testrun.ci.coopcloud.tech}: how one object of the type is named in messages. */
  String qualified() {
    return group.isEmpty() ? singular : singular + "." + group;
  }

  /** {@code testrun.ci.coopcloud.tech/name}. */
  String titled(JsonNode object) {
    return titled(object.path("metadata").path("name").asText());
  }

  String titled(String name) {
    return qualified() + "/" + name;
  }

  /** Path of the collection; over all namespaces when the namespace is empty. */
  String collection(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    return namespaced && !namespace.isEmpty()
        ? root + "/namespaces/" + Api.encoded(namespace) + "/" + plural
        : root + "/" + plural;
  }

  String object(String namespace, String name) {
    return collection(namespace) + "/" + Api.encoded(name);
  }

  /** The namespace that the object names, else the given one. */
  static String namespaceOf(JsonNode object, String otherwise) {
    return object.path("metadata").path("namespace").asText(otherwise);
  }
}
