package tech.coopcloud.ci.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A JSON text, asked by JSON paths. */
final class JsonDocument {
  private static final Configuration JACKSON =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .build();

  private final String text;

  JsonDocument(String text) {
    this.text = text;
  }

  /**
   * Compares values.
   *
   * @param expected value by path; a text stands for itself, everything else as JSON has it
   * @param asWritten the expected values as a sentence may show them
   * @return what is wrong, as part of a sentence, or null
   */
  @Nullable String differs(Map<String, String> expected, Map<String, String> asWritten) {
    DocumentContext document;
    try {
      document = JsonPath.using(JACKSON).parse(text);
    } catch (InvalidJsonException | IllegalArgumentException e) {
      return "expected was JSON";
    }
    for (Map.Entry<String, String> one : expected.entrySet()) {
      String path = one.getKey();
      String found;
      try {
        Object node = document.read(path); // a function's result is no node
        found = node instanceof JsonNode json && json.isTextual() ? json.textValue() : "" + node;
      } catch (PathNotFoundException e) {
        return path + " is not there, expected was \"" + asWritten.get(path) + "\"";
      } catch (InvalidPathException e) {
        return "\"" + path + "\" is no JSON path: correct the check in the Recipe";
      } catch (JsonPathException e) {
        return path + " cannot be read: " + Excerpt.of(String.valueOf(e.getMessage()));
      }
      if (!Objects.equals(found, one.getValue())) {
        return path
            + " is \""
            + Excerpt.of(found)
            + "\", expected was \""
            + asWritten.get(path)
            + "\"";
      }
    }
    return null;
  }
}
