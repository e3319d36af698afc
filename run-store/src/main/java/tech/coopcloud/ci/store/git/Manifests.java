package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import tech.coopcloud.ci.store.object.FieldError;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;

/** Finds the manifests in a file, and says what part of an object a manifest is. */
final class Manifests {
  private static final Set<String> DESIRED_METADATA =
      Set.of("name", "namespace", "labels", "annotations");

  private final Types types;
  private final ObjectRules rules;

  Manifests(Types types, ObjectRules rules) {
    this.types = types;
    this.rules = rules;
  }

  /**
   * A document that names an object of ours.
   *
   * @param index among the documents of the file that are not empty
   * @param line where it starts, counted from 1
   * @param root its text's structure, with positions
   */
  record Manifest(
      String path,
      int index,
      int line,
      ResourceType type,
      ObjectKey key,
      ObjectNode value,
      Node root) {
    String where() {
      return path + ":" + line;
    }
  }

  /** What a file holds. */
  record Found(List<Manifest> manifests, List<Problem> problems) {}

  /**
   * Whether a file of this name may hold manifests. Hidden files and folders are others' business.
   */
  static boolean mayHold(String path) {
    return (path.endsWith(".yaml") || path.endsWith(".yml"))
        && !path.startsWith(".")
        && !path.contains("/.");
  }

  /**
   * The manifests in a file; documents of other programs are passed over.
   *
   * @throws BadManifestException when the file cannot be read at all
   */
  Found read(String path, String text) throws BadManifestException {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    List<YamlDocuments.Document> documents = YamlDocuments.parse(text);
    for (int i = 0; i < documents.size(); i++) {
      YamlDocuments.Document document = documents.get(i);
      if (document.value() instanceof ObjectNode object) {
        document(path, i, document, object, found);
      } else if (!document.value().isArray()) {
        problem(
            found,
            path,
            document.line(),
            "InvalidYaml",
            "this is text, not a YAML mapping; write a manifest, or give the file another ending");
      }
    }
    return found;
  }

  private void document(
      String path, int index, YamlDocuments.Document document, ObjectNode object, Found found) {
    int line = document.line();
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    ResourceType type = types.desired(apiVersion, kind);
    if (type == null) {
      if (types.isOurs(apiVersion)) {
        String what =
            kind.isEmpty() ? "kind is missing" : apiVersion + " " + kind + " is not known";
        problem(
            found, path, line, "UnknownKind", what + "; known kinds are " + types.desiredKinds());
      } else if (apiVersion.isEmpty() && types.isOurKind(kind)) {
        problem(
            found,
            path,
            line,
            "UnknownKind",
            "apiVersion is missing; known kinds are " + types.desiredKinds());
      }
      return;
    }
    ObjectNode identity = Json.object();
    JsonNode meta = object.path("metadata");
    ObjectNode wanted = identity.putObject("metadata");
    if (meta.has("name")) {
      wanted.set("name", meta.get("name"));
    }
    if (meta.hasNonNull("namespace")) {
      wanted.set("namespace", meta.get("namespace"));
    } else if (type.namespaced()) {
      wanted.put("namespace", "default");
    }
    for (FieldError error : rules.validate(type, identity)) {
      if (error.field().startsWith("metadata")) {
        problem(found, path, line, "InvalidName", "this " + kind + " cannot be named: " + error);
        return;
      }
    }
    if (object.get("metadata") instanceof ObjectNode its) {
      its.setAll(wanted);
    }
    String namespace = wanted.path("namespace").asText("");
    ObjectKey key = new ObjectKey(type.name(), namespace, wanted.path("name").asText());
    found.manifests().add(new Manifest(path, index, line, type, key, object, document.root()));
  }

  private static void problem(Found found, String path, int line, String reason, String message) {
    found.problems().add(new Problem(path, null, reason, path + ":" + line + ": " + message));
  }

  /**
   * What of an object stands in its manifest: all but its status and what the server owns of its
   * metadata.
   */
  static ObjectNode projection(ObjectNode object) {
    ObjectNode manifest = Json.object();
    for (String field : List.of("apiVersion", "kind")) {
      if (object.has(field)) {
        manifest.set(field, object.get(field));
      }
    }
    ObjectNode meta = manifest.putObject("metadata");
    object
        .path("metadata")
        .properties()
        .forEach(
            field -> {
              if (DESIRED_METADATA.contains(field.getKey())) {
                meta.set(field.getKey(), field.getValue());
              }
            });
    object
        .properties()
        .forEach(
            field -> {
              if (!manifest.has(field.getKey()) && !field.getKey().equals("status")) {
                manifest.set(field.getKey(), field.getValue());
              }
            });
    return manifest;
  }

  /** The current object with everything that a manifest says instead of what one said before. */
  static ObjectNode desired(ObjectNode current, ObjectNode manifest) {
    ObjectNode next = projection(manifest);
    ObjectNode meta = next.withObjectProperty("metadata");
    current
        .path("metadata")
        .properties()
        .forEach(
            field -> {
              if (!DESIRED_METADATA.contains(field.getKey())) {
                meta.set(field.getKey(), field.getValue());
              }
            });
    if (current.has("status")) {
      next.set("status", current.get("status"));
    }
    return next;
  }
}
