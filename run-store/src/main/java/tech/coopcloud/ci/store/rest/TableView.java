package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceType.Column;
import tech.coopcloud.ci.store.object.StoredObject;

/** Objects as rows, for people: {@code Table} of {@code meta.k8s.io/v1}, which kubectl prints. */
final class TableView implements View {
  private static final Column AGE =
      new Column(
          "Age", "date", "", "When the object was created.", ".metadata.creationTimestamp", 0);

  private record Cell(Column column, JsonPath path) {}

  private final String include;
  private final Clock clock;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * @param include what of the object comes with its row: {@code None}, {@code Metadata} or {@code
   *     Object}
   */
  TableView(ResourceType type, String include, Clock clock) throws ApiError {
    if (!List.of("None", "Metadata", "Object").contains(include)) {
      throw ApiError.badRequest("invalid includeObject: " + include);
    }
    this.include = include;
    this.clock = clock;
    for (Column column : type.columns()) {
      cells.add(new Cell(column, new JsonPath(column.jsonPath())));
    }
    boolean dated = cells.stream().anyMatch(cell -> cell.column().name().equals("Age"));
    if (!dated) {
      cells.add(new Cell(AGE, new JsonPath(AGE.jsonPath())));
    }
  }

  @Override
  public byte[] one(StoredObject object) {
    ObjectNode table = table();
    ObjectNode tree = Json.tree(object);
    table.putObject("metadata").put("resourceVersion", Long.toString(object.resourceVersion()));
    ((ArrayNode) table.get("rows")).add(row(tree));
    return Json.bytes(table);
  }

  @Override
  public byte[] bookmark(long resourceVersion, boolean initialEnd) {
    ObjectNode table = table();
    ObjectNode marker =
        View.marker("meta.k8s.io/v1", "PartialObjectMetadata", resourceVersion, initialEnd);
    table.set("metadata", marker.get("metadata"));
    ObjectNode row = ((ArrayNode) table.get("rows")).addObject();
    ArrayNode empty = row.putArray("cells");
    empty.add("");
    cells.forEach(_ -> empty.addNull());
    row.set("object", marker);
    return Json.bytes(table);
  }

  @Override
  public void list(Page page, OutputStream out) throws IOException {
    ObjectNode table = table();
    table.set("metadata", page.metadata());
    ArrayNode rows = (ArrayNode) table.get("rows");
    page.objects().forEach(object -> rows.add(row(Json.tree(object))));
    out.write(Json.bytes(table));
  }

  private ObjectNode table() {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
    ArrayNode columns = table.putArray("columnDefinitions");
    column(columns, new Column("Name", "string", "name", "The name of the object.", "", 0));
    cells.forEach(cell -> column(columns, cell.column()));
    table.putArray("rows");
    return table;
  }

  private static void column(ArrayNode columns, Column column) {
    columns
        .addObject()
        .put("name", column.name())
        .put("type", column.type())
        .put("format", column.format())
        .put("description", column.description())
        .put("priority", column.priority());
  }

  private ObjectNode row(ObjectNode object) {
    ObjectNode row = Json.object();
    ArrayNode values = row.putArray("cells");
    values.add(object.path("metadata").path("name").asText());
    for (Cell cell : cells) {
      values.add(value(cell, object));
    }
    switch (include) {
      case "Object" -> row.set("object", object);
      case "Metadata" -> row.set("object", PartialView.partial(object));
      default -> {
        // Only the cells are wanted.
      }
    }
    return row;
  }

  private JsonNode value(Cell cell, ObjectNode object) {
    List<JsonNode> found = cell.path().all(object);
    JsonNode first = found.isEmpty() ? object.missingNode() : found.getFirst();
    if (first.isMissingNode() || first.isNull()) {
      return object.nullNode();
    }
    return switch (cell.column().type()) {
      case "date" -> object.textNode(age(first.asText()));
      case "integer", "number", "boolean" -> first.isValueNode() ? first : object.nullNode();
      default -> object.textNode(text(found));
    };
  }

  private static String text(List<JsonNode> found) {
    List<String> texts =
        found.stream().map(v -> v.isValueNode() ? v.asText() : v.toString()).toList();
    return String.join(" ", texts);
  }

  private String age(String timestamp) {
    try {
      return HumanDuration.of(Duration.between(Instant.parse(timestamp), clock.instant()));
    } catch (DateTimeException e) {
      return "<invalid>";
    }
  }
}
