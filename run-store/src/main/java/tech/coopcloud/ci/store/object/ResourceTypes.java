package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tech.coopcloud.ci.store.object.ResourceType.Column;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;

/** Where resource types come from: CRDs, and the few kinds that every client expects. */
public final class ResourceTypes {
  private static final YAMLMapper YAML = new YAMLMapper();

  private ResourceTypes() {}

  /**
   * The type that a CustomResourceDefinition ({@code apiextensions.k8s.io/v1}, YAML or JSON)
   * describes; of several versions the one that is stored.
   *
   * @throws IllegalArgumentException when it is no CRD with a schema
   */
  public static ResourceType fromCrd(InputStream crd) {
    return read(crd, Persistence.DESIRED_AND_OBSERVED, false);
  }

  /** Lease, Event and Namespace. */
  public static List<ResourceType> builtins() {
    return List.of(
        builtin("lease", Persistence.OBSERVED, false),
        builtin("event", Persistence.MEMORY, false),
        builtin("namespace", Persistence.MEMORY, true));
  }

  private static ResourceType builtin(String kind, Persistence persistence, boolean readOnly) {
    InputStream file =
        Objects.requireNonNull(
            ResourceTypes.class.getResourceAsStream("builtin/" + kind + ".yaml"), kind);
    return read(file, persistence, readOnly);
  }

  private static ResourceType read(InputStream file, Persistence persistence, boolean readOnly) {
    JsonNode crd;
    try (file) {
      crd = YAML.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("A CRD cannot be read", e);
    }
    JsonNode spec = crd.path("spec");
    JsonNode names = spec.path("names");
    String plural = names.path("plural").asText();
    JsonNode version = stored(spec.path("versions"));
    if (!(version.path("schema").path("openAPIV3Schema") instanceof ObjectNode schema)
        || plural.isEmpty()) {
      throw new IllegalArgumentException(
          "No CustomResourceDefinition with a stored version that has a schema: "
              + crd.path("metadata").path("name").asText("(no name)"));
    }
    String kind = names.path("kind").asText();
    return new ResourceType(
        new GroupResource(spec.path("group").asText(), plural),
        version.path("name").asText(),
        kind,
        names.path("singular").asText(kind.toLowerCase(java.util.Locale.ROOT)),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        !spec.path("scope").asText().equals("Cluster"),
        version.path("subresources").has("status"),
        schema,
        columns(version.path("additionalPrinterColumns")),
        selectable(version.path("selectableFields")),
        persistence,
        readOnly);
  }

  private static JsonNode stored(JsonNode versions) {
    for (JsonNode version : versions) {
      if (version.path("storage").asBoolean() || versions.size() == 1) {
        return version;
      }
    }
    return versions.path(0);
  }

  private static List<Column> columns(JsonNode nodes) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode node : nodes) {
      columns.add(
          new Column(
              node.path("name").asText(),
              node.path("type").asText("string"),
              node.path("format").asText(""),
              node.path("description").asText(""),
              node.path("jsonPath").asText(),
              node.path("priority").asInt()));
    }
    return columns;
  }

  private static List<String> selectable(JsonNode nodes) {
    List<String> paths = new ArrayList<>();
    nodes.forEach(node -> paths.add(node.path("jsonPath").asText()));
    return paths;
  }

  private static List<String> texts(JsonNode nodes) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
