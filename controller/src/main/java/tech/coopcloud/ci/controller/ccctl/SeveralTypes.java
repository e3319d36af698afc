package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.function.Function;

/** Lists of several types, one after the other; each name says of which type it is. */
final class SeveralTypes {
  private final Terminal terminal;
  private final Api api;
  private final String namespace;
  private final Selector selector;
  private final Output format;

  /**
   * @param namespace empty for all
   */
  SeveralTypes(Terminal terminal, Api api, String namespace, Selector selector, Output format) {
    this.terminal = terminal;
    this.api = api;
    this.namespace = namespace;
    this.selector = selector;
    this.format = format;
  }

  /**
   * @param tables gives each type a table of its own
   * @param nothing is run where there is no object of any type, and the format is a table
   */
  void print(List<Resource> types, Function<Resource, Table> tables, Runnable nothing) {
    if (format.table()) {
      tables(types, tables, nothing);
    } else {
      objects(types);
    }
  }

  private void tables(List<Resource> types, Function<Resource, Table> tables, Runnable nothing) {
    boolean any = false;
    for (Resource type : types) {
      JsonNode list = list(type, Api.TABLE);
      if (list.path("rows").isEmpty()) {
        continue;
      }
      for (JsonNode row : list.path("rows")) {
        if (row.path("cells") instanceof ArrayNode cells) {
          cells.set(0, type.titled(row.path("object"))); // the first column is the name
        }
      }
      if (any) {
        terminal.line("");
      }
      tables.apply(type).print(list);
      any = true;
    }
    if (!any) {
      nothing.run();
    }
  }

  private void objects(List<Resource> types) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (Resource type : types) {
      JsonNode list = list(type, Api.JSON);
      if (format.kind() == Output.Kind.NAME) {
        format.print(terminal, type, list); // only here does the type matter
      } else {
        list.path("items").forEach(all::add);
      }
    }
    if (format.kind() != Output.Kind.NAME) {
      format.print(terminal, types.getFirst(), Json.list(all));
    }
  }

  private JsonNode list(Resource type, String as) {
    return api.get(type.collection(namespace) + selector.query(), as);
  }
}
