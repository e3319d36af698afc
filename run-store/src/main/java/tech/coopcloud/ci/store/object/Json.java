package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes objects as JSON, within limits that keep hostile input harmless. */
public final class Json {
  /** Deeper than any real object; shallow enough for recursive walks. */
  private static final int MAX_DEPTH = 200;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader STRICT =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Json() {}

  /**
   * The JSON value in the bytes.
   *
   * @throws IOException when it is no JSON, or nested too deep
   */
  public static JsonNode parse(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  /** As {@link #parse}, and a key that stands twice in one object is an error as well. */
  public static JsonNode parseStrictly(byte[] json) throws IOException {
    return STRICT.readTree(json);
  }

  /** The tree of an object that the store has kept, a fresh copy at every call. */
  public static ObjectNode tree(StoredObject object) {
    try {
      return (ObjectNode) MAPPER.readTree(object.json());
    } catch (IOException e) {
      throw new UncheckedIOException(object.key() + " is kept as something that is no JSON", e);
    }
  }

  /** Compact UTF-8 JSON. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A JSON tree cannot be written", e);
    }
  }

  /** JSON with line breaks and indentation, for people. */
  public static byte[] prettyBytes(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A JSON tree cannot be written", e);
    }
  }

  /** Whether a tree that was put together of several could not be read back. */
  public static boolean isTooDeep(JsonNode node) {
    return isDeeper(node, MAX_DEPTH);
  }

  private static boolean isDeeper(JsonNode node, int levels) {
    if (!node.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode child : node) {
      if (isDeeper(child, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
