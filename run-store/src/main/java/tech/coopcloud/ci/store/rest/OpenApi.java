package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;

/** {@code /openapi/v3}: the schemas, which kubectl explains and finds the server's abilities by. */
final class OpenApi {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String REFERENCE = "#/components/schemas/";

  /** By the path under {@code /openapi/v3/}, e.g. {@code apis/example.org/v1}. */
  private final Map<String, byte[]> documents = new LinkedHashMap<>();

  private final byte[] index;

  OpenApi(Types types) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (String apiVersion : types.apiVersions()) {
      String path = (apiVersion.contains("/") ? "apis/" : "api/") + apiVersion;
      byte[] document = Json.bytes(document(path, types.of(apiVersion)));
      documents.put(path, document);
      CRC32 hash = new CRC32();
      hash.update(document);
      paths
          .putObject(path)
          .put("serverRelativeURL", "/openapi/v3/%s?hash=%08X".formatted(path, hash.getValue()));
    }
    this.index = Json.bytes(index);
  }

  void answer(Context ctx, List<String> path) throws ApiError, IOException {
    if (path.isEmpty()) {
      Reply.json(ctx, 200, index);
      return;
    }
    byte[] document = documents.get(String.join("/", path));
    if (document == null) {
      throw ApiError.noSuchPath();
    }
    Reply.stream(ctx, document.length, out -> out.write(document));
  }

  private static ObjectNode document(String path, List<ResourceType> types) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "cc-ci").put("version", "v1");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    schemas.setAll(metaSchemas());
    for (ResourceType type : types) {
      schemas.set(schemaName(type), schema(type));
      schemas.set(schemaName(type) + "List", listSchema(type));
      String collection =
          "/"
              + path
              + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
              + type.name().resource();
      ObjectNode all = paths.putObject(collection);
      operation(all, "get", "list", type);
      ObjectNode one = paths.putObject(collection + "/{name}");
      operation(one, "get", "get", type);
      if (!type.readOnly()) {
        operation(all, "post", "post", type);
        operation(one, "put", "put", type);
        operation(one, "patch", "patch", type);
        operation(one, "delete", "delete", type);
      }
    }
    return document;
  }

  private static void operation(ObjectNode path, String method, String action, ResourceType type) {
    ObjectNode operation = path.putObject(method);
    operation.put("operationId", action + type.kind()).put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", kind(type, type.kind()));
    ArrayNode parameters = operation.putArray("parameters");
    if (List.of("post", "put", "patch").contains(method)) {
      parameter(parameters, "dryRun");
      parameter(parameters, "fieldValidation");
      operation
          .putObject("requestBody")
          .putObject("content")
          .set(
              method.equals("patch") ? "application/merge-patch+json" : "application/json",
              body(type));
    }
    ObjectNode response =
        operation.putObject("responses").putObject("200").put("description", "OK");
    response.putObject("content").set("application/json", body(type));
  }

  private static ObjectNode body(ResourceType type) {
    ObjectNode body = Json.object();
    body.putObject("schema").put("$ref", REFERENCE + schemaName(type));
    return body;
  }

  private static void parameter(ArrayNode parameters, String name) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
    parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
  }

  private static ObjectNode schema(ResourceType type) {
    ObjectNode schema = type.schema().deepCopy();
    ObjectNode properties = Json.object();
    described(properties, "apiVersion", "The version of the schema of this object.");
    described(properties, "kind", "The kind of this object.");
    properties.set("metadata", reference("ObjectMeta", "Standard object metadata."));
    if (schema.get("properties") instanceof ObjectNode own) {
      own.remove(List.of("apiVersion", "kind", "metadata"));
      properties.setAll(own);
    }
    schema.set("properties", properties);
    schema.set("x-kubernetes-group-version-kind", kinds(type, type.kind()));
    return schema;
  }

  private static ObjectNode listSchema(ResourceType type) {
    ObjectNode schema = Json.object().put("type", "object");
    schema.put("description", type.kind() + "List is a list of " + type.kind());
    schema.putArray("required").add("items");
    ObjectNode properties = schema.putObject("properties");
    described(properties, "apiVersion", "The version of the schema of this object.");
    described(properties, "kind", "The kind of this object.");
    properties.set("metadata", reference("ListMeta", "Standard list metadata."));
    ObjectNode items = properties.putObject("items").put("type", "array");
    items.putObject("items").put("$ref", REFERENCE + schemaName(type));
    schema.set("x-kubernetes-group-version-kind", kinds(type, type.kind() + "List"));
    return schema;
  }

  private static void described(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }

  private static ObjectNode reference(String meta, String description) {
    ObjectNode property = Json.object().put("description", description);
    property.putObject("default");
    property.putArray("allOf").addObject().put("$ref", REFERENCE + META + meta);
    return property;
  }

  private static ArrayNode kinds(ResourceType type, String kind) {
    ArrayNode kinds = Json.object().arrayNode();
    return kinds.add(kind(type, kind));
  }

  private static ObjectNode kind(ResourceType type, String kind) {
    return Json.object()
        .put("group", type.name().group())
        .put("kind", kind)
        .put("version", type.version());
  }

  /** The group turned round, then version and kind, e.g. {@code org.example.v1.Widget}. */
  private static String schemaName(ResourceType type) {
    String group = type.name().group();
    List<String> parts = group.isEmpty() ? List.of("core") : List.of(group.split("\\."));
    return String.join(".", parts.reversed()) + "." + type.version() + "." + type.kind();
  }

  private static ObjectNode metaSchemas() {
    try (InputStream file =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("meta-schemas.json"))) {
      return (ObjectNode) Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The schemas of metadata cannot be read", e);
    }
  }
}
