package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The page that {@code describe} prints. */
final class Page {
  private static final int VALUE_COLUMN = 16;
  private final Terminal terminal;
  private final JsonNode object;
  private final String kind;
  private final List<JsonNode> events;
  private final StringBuilder out = new StringBuilder();

  Page(Terminal terminal, JsonNode object, String kind, List<JsonNode> events) {
    this.terminal = terminal;
    this.object = object;
    this.kind = kind;
    this.events = events;
  }

  String text() {
    JsonNode metadata = object.path("metadata");
    field("Name", metadata.path("name"));
    field("Namespace", metadata.path("namespace"));
    field("Kind", kind + " (" + object.path("apiVersion").asText() + ")");
    map("Labels", metadata.path("labels"));
    map("Annotations", metadata.path("annotations"));
    String created = metadata.path("creationTimestamp").asText("");
    field("Created", created + " (" + Durations.since(created) + " ago)");
    if (metadata.has("deletionTimestamp")) {
      field(
          "Deleted", metadata.path("deletionTimestamp").asText() + ", waiting for its finalizers");
    }
    section("Spec", object.path("spec"));
    if (kind.equals("TestRun")) {
      run();
    } else {
      section("Status", object.path("status"));
    }
    conditions();
    events();
    return out.toString().stripTrailing();
  }

  private void run() {
    JsonNode status = object.path("status");
    field("Phase", terminal.coloured(status.path("phase").asText("Pending")));
    if (status.path("phase").asText().equals("Done")) {
      field("Verdict", terminal.coloured(RunPage.verdict(object).text()));
    }
    field("Queue", status.path("queuePosition"));
    field("Stage", status.path("stage"));
    field("Commit", status.path("commit"));
    field("Domain", status.path("domain"));
    field("Stack", status.path("stackName"));
    field("Level", status.path("level"));
    field("Level cap", status.path("levelCap"));
    field("Started", status.path("startedAt"));
    field("Finished", status.path("finishedAt"));
    field(
        "Took",
        Durations.between(
            status.path("startedAt").asText(""), status.path("finishedAt").asText("")));
    if (!status.path("stages").isEmpty()) {
      out.append("Stages:\n");
      for (JsonNode stage : status.path("stages")) {
        out.append("  ").append(RunPage.stageLine(stage, terminal)).append('\n');
        RunPage.checks(stage, terminal)
            .forEach(check -> out.append("    ").append(check).append('\n'));
      }
    }
    if (!status.path("leftovers").isEmpty()) {
      out.append("Leftovers:\n");
      status.path("leftovers").forEach(one -> out.append("  ").append(clean(one)).append('\n'));
    }
  }

  private void conditions() {
    JsonNode conditions = object.path("status").path("conditions");
    if (conditions.isEmpty()) {
      return;
    }
    out.append("Conditions:\n");
    for (JsonNode condition : conditions) {
      out.append("  ")
          .append(RunPage.padded(clean(condition.path("type")), 12))
          .append(RunPage.padded(clean(condition.path("status")), 9))
          .append(RunPage.padded(clean(condition.path("reason")), 20))
          .append(clean(condition.path("message")))
          .append('\n');
    }
  }

  private void events() {
    out.append(events.isEmpty() ? "Events:         <none>\n" : "Events:\n");
    for (JsonNode event : events) {
      String time = event.path("lastTimestamp").asText(event.path("eventTime").asText(""));
      out.append("  ")
          .append(terminal.coloured(RunPage.padded(clean(event.path("type")), 9)))
          .append(RunPage.padded(clean(event.path("reason")), 20))
          .append(RunPage.padded(Durations.since(time), 6))
          .append(clean(event.path("message")))
          .append('\n');
    }
  }

  private void section(String title, JsonNode value) {
    if (value.isMissingNode() || value.isEmpty()) {
      return;
    }
    out.append(title).append(":\n");
    nested(value, "  ");
  }

  private void nested(JsonNode value, String indent) {
    for (var field : value.properties()) {
      if (field.getKey().equals("conditions")) {
        continue;
      }
      out.append(indent).append(title(field.getKey())).append(':');
      JsonNode inner = field.getValue();
      if (inner.isObject()) {
        out.append('\n');
        nested(inner, indent + "  ");
      } else if (inner.isArray() && inner.path(0).isContainerNode()) {
        out.append('\n');
        for (JsonNode element : inner) {
          out.append(indent).append("  -\n");
          nested(element, indent + "    ");
        }
      } else {
        String text = inner.isArray() ? joined(inner) : clean(inner);
        int used = indent.length() + title(field.getKey()).length() + 1;
        out.append(" ".repeat(Math.max(1, VALUE_COLUMN - used))).append(text).append('\n');
      }
    }
  }

  private void map(String title, JsonNode map) {
    boolean first = true;
    for (var entry : map.properties()) {
      if (entry.getKey().equals(ThreeWayMerge.LAST_APPLIED)) {
        continue;
      }
      String text = Table.printable(entry.getKey()) + "=" + clean(entry.getValue());
      out.append(RunPage.padded(first ? title + ":" : "", VALUE_COLUMN)).append(text).append('\n');
      first = false;
    }
  }

  private void field(String title, JsonNode value) {
    field(title, value.isMissingNode() || value.isNull() ? "" : clean(value));
  }

  private void field(String title, String value) {
    if (!value.isEmpty()) {
      out.append(RunPage.padded(title + ":", VALUE_COLUMN)).append(value).append('\n');
    }
  }

  private static String joined(JsonNode array) {
    return String.join(", ", array.valueStream().map(Page::clean).toList());
  }

  private static String clean(JsonNode value) {
    return Table.printable(value.asText());
  }

  /** {@code commentId} becomes {@code Comment Id}, as kubectl titles fields. */
  private static String title(String field) {
    String spaced = Table.printable(field).replaceAll("([a-z])([A-Z])", "$1 $2");
    return spaced.isEmpty()
        ? spaced
        : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }
}
