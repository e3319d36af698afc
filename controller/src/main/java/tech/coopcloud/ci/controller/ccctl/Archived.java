package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Objects that have left, newest first, asked for in parts: a part may be short although more
 * follow.
 *
 * @param limit how many at most
 */
record Archived(Api api, Resource resource, String namespace, Selector chosen, int limit) {
  Archived {
    if (limit < 1) {
      throw CcctlException.usage("--limit is how many to show: give at least 1.");
    }
  }

  void print(Terminal terminal, Output format, Table table) {
    String query = chosen.query();
    String path =
        resource.collection(namespace) + query + (query.isEmpty() ? "?" : "&") + "archived=true";
    ArrayNode items = Json.MAPPER.createArrayNode();
    String next = "";
    int left = limit;
    do {
      JsonNode part =
          api.get(
              path + "&limit=" + left + (next.isEmpty() ? "" : "&continue=" + Api.encoded(next)),
              format.table() ? Api.TABLE : Api.JSON);
      if (format.table() && !part.path("rows").isEmpty()) {
        table.print(part);
        terminal.flush();
      }
      part.path("items").forEach(items::add);
      left -= part.path("rows").size() + part.path("items").size();
      next = part.path("metadata").path("continue").asText("");
    } while (left > 0 && !next.isEmpty());
    if (left == limit) {
      terminal.error("Nothing is archived that was asked for.");
    } else if (!format.table()) {
      format.print(terminal, resource, Json.list(items));
    }
    if (left == 0 && !next.isEmpty()) {
      terminal.error("There are older ones: give a larger --limit to see them.");
    }
  }
}
