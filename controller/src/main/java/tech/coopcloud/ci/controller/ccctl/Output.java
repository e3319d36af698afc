package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The formats of {@code -o}. */
record Output(Kind kind, String template) {
  enum Kind {
    TABLE,
    WIDE,
    YAML,
    JSON,
    NAME,
    JSONPATH
  }

  static Output of(@Nullable String option) {
    if (option == null || option.isEmpty()) {
      return new Output(Kind.TABLE, "");
    }
    if (option.startsWith("jsonpath=")) {
      return new Output(Kind.JSONPATH, option.substring("jsonpath=".length()));
    }
    return switch (option) {
      case "wide" -> new Output(Kind.WIDE, "");
      case "yaml" -> new Output(Kind.YAML, "");
      case "json" -> new Output(Kind.JSON, "");
      case "name" -> new Output(Kind.NAME, "");
      default ->
          throw CcctlException.usage(
              "unable to match a printer suitable for the output format \""
                  + option
                  + "\", allowed formats are: json,name,wide,yaml,jsonpath=TEMPLATE");
    };
  }

  boolean table() {
    return kind == Kind.TABLE || kind == Kind.WIDE;
  }

  boolean wide() {
    return kind == Kind.WIDE;
  }

  /** Prints an object or a list of objects; tables are printed by {@link Table}. */
  void print(Terminal terminal, Resource resource, JsonNode found) {
    switch (kind) {
      case YAML -> terminal.out().print(Yaml.write(bare(found)));
      case JSON -> terminal.line(Json.pretty(bare(found)));
      case JSONPATH -> terminal.out().print(JsonPath.print(template, found));
      case NAME -> {
        if (found.path("items").isArray()) {
          found.path("items").forEach(item -> terminal.line(resource.titled(item)));
        } else {
          terminal.line(resource.titled(found));
        }
      }
      case TABLE, WIDE -> throw new IllegalStateException("a table is printed by Table");
    }
  }

  /** Without the bookkeeping of server-side apply, as kubectl shows objects. */
  private static JsonNode bare(JsonNode found) {
    JsonNode copy = found.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    copy.path("items")
        .forEach(
            item -> {
              if (item.path("metadata") instanceof ObjectNode metadata) {
                metadata.remove("managedFields");
              }
            });
    return copy;
  }
}
