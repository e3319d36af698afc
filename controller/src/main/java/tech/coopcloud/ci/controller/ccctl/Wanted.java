package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;

/** What {@code --for} asks for. */
record Wanted(Kind kind, String name, String value) {
  enum Kind {
    CONDITION,
    JSONPATH,
    CREATE,
    DELETE
  }

  static Wanted of(String text) {
    String[] parts = text.split("=", 2);
    String kind = parts[0].toLowerCase(Locale.ROOT);
    if (parts.length == 1 && kind.equals("delete")) {
      return new Wanted(Kind.DELETE, "", "");
    }
    if (parts.length == 1 && kind.equals("create")) {
      return new Wanted(Kind.CREATE, "", "");
    }
    if (parts.length == 2 && kind.equals("condition")) {
      int at = parts[1].indexOf('=');
      return at < 0
          ? new Wanted(Kind.CONDITION, parts[1], "True")
          : new Wanted(Kind.CONDITION, parts[1].substring(0, at), parts[1].substring(at + 1));
    }
    if (parts.length == 2 && kind.equals("phase")) {
      return new Wanted(Kind.JSONPATH, "{.status.phase}", parts[1]);
    }
    int end = text.lastIndexOf("}=");
    if (parts.length == 2 && kind.equals("jsonpath") && end > 0) {
      return new Wanted(
          Kind.JSONPATH, parts[1].substring(0, end - "jsonpath".length()), text.substring(end + 2));
    }
    throw CcctlException.usage(
        "--for \"%s\" is not understood: write condition=Succeeded, phase=Done, jsonpath={.status.phase}=Done, create or delete."
            .formatted(text));
  }

  boolean holds(JsonNode object) {
    return switch (kind) {
      case DELETE -> object.isMissingNode();
      case CREATE -> !object.isMissingNode();
      case JSONPATH ->
          !object.isMissingNode() && JsonPath.print(name, object).equalsIgnoreCase(value);
      case CONDITION -> condition(object, name).path("status").asText("").equalsIgnoreCase(value);
    };
  }

  String met() {
    return switch (kind) {
      case DELETE -> " deleted";
      case CREATE, JSONPATH, CONDITION -> " condition met";
    };
  }

  static JsonNode condition(JsonNode object, String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equalsIgnoreCase(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
