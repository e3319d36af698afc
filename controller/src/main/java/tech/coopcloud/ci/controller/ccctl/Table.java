package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints the server's {@code Table} objects in columns, as kubectl does. */
final class Table {
  private static final Set<String> COLOURED = Set.of("PHASE", "VERDICT");
  private static final int GAP = 3;
  private final Terminal terminal;
  private final boolean wide;
  private final boolean namespaces;
  private final boolean headers;
  private List<Integer> columns = List.of();
  private List<String> titles = List.of();
  private final List<Integer> widths = new ArrayList<>();

  /**
   * @param wide whether columns of lower priority are shown
   * @param namespaces whether a namespace column stands first
   */
  Table(Terminal terminal, boolean wide, boolean namespaces, boolean headers) {
    this.terminal = terminal;
    this.wide = wide;
    this.namespaces = namespaces;
    this.headers = headers;
  }

  /**
   * Prints the rows; the titles above the first ones.
   *
   * @param table in a watch, only the first one defines the columns
   */
  void print(JsonNode table) {
    boolean first = titles.isEmpty();
    if (first) {
      define(table.path("columnDefinitions"));
    }
    List<List<String>> rows = new ArrayList<>();
    if (first && headers) {
      rows.add(titles);
    }
    table.path("rows").forEach(row -> rows.add(cells(row)));
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    rows.forEach(this::line);
  }

  private void define(JsonNode definitions) {
    List<Integer> shown = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (namespaces) {
      names.add("NAMESPACE");
    }
    for (int i = 0; i < definitions.size(); i++) {
      if (wide || definitions.path(i).path("priority").asInt() == 0) {
        shown.add(i);
        names.add(definitions.path(i).path("name").asText().toUpperCase(Locale.ROOT));
      }
    }
    columns = shown;
    titles = names;
    names.forEach(name -> widths.add(0));
  }

  private List<String> cells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    if (namespaces) {
      cells.add(row.path("object").path("metadata").path("namespace").asText("<none>"));
    }
    for (int column : columns) {
      JsonNode cell = row.path("cells").path(column);
      String text = cell.isNull() || cell.isMissingNode() ? "" : cell.asText();
      cells.add(printable(text));
    }
    return cells;
  }

  private void line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String padding = " ".repeat(widths.get(i) - cell.length() + GAP);
      line.append(COLOURED.contains(titles.get(i)) ? terminal.coloured(cell) : cell);
      line.append(i == cells.size() - 1 ? "" : padding);
    }
    terminal.line(line.toString().stripTrailing());
  }

  /** One line, and nothing that steers a terminal: what a recipe wrote is not to be trusted. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]+", " ");
  }
}
