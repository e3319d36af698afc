package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import tech.coopcloud.ci.store.object.Json;

/** Reads what a client sends, within limits. */
final class Body {
  /** As a Kubernetes API server has it: {@code MaxRequestBodyBytes}. */
  static final int MAX_BYTES = 3 * 1024 * 1024;

  private static final long MOST_DISCARDED = 5L * MAX_BYTES;

  private Body() {}

  static byte[] bytes(Context ctx) throws ApiError, IOException {
    if (ctx.req().getContentLengthLong() > MAX_BYTES) {
      throw ApiError.tooLarge(MAX_BYTES);
    }
    byte[] bytes = ctx.req().getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw ApiError.tooLarge(MAX_BYTES);
    }
    return bytes;
  }

  /**
   * Reads what the client is still sending, within reason: it does not look for an answer before it
   * has sent everything, and a connection closed under it hides the answer.
   */
  static void discard(Context ctx) throws IOException {
    InputStream in = ctx.req().getInputStream();
    byte[] buffer = new byte[16 * 1024];
    long left = MOST_DISCARDED;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = in.read(buffer);
    }
  }

  /** The media type of the request, without parameters; JSON when the client says none. */
  static String mediaType(Context ctx) {
    String type = ctx.req().getContentType();
    return type == null ? "application/json" : type.split(";")[0].strip().toLowerCase(Locale.ROOT);
  }

  /** An object to create or to replace one with. */
  static ObjectNode object(Context ctx, WriteOptions options) throws ApiError, IOException {
    if (!mediaType(ctx).equals("application/json")) {
      throw ApiError.unsupportedMediaType(
          "the body of the request was in an unknown format - accepted media types include:"
              + " application/json");
    }
    if (json(bytes(ctx), options.isStrict()) instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.badRequest("the body of the request is no JSON object");
  }

  static JsonNode json(byte[] bytes, boolean strict) throws ApiError {
    try {
      return strict ? Json.parseStrictly(bytes) : Json.parse(bytes);
    } catch (IOException e) {
      throw ApiError.badRequest("the body of the request is no valid JSON: " + firstLine(e));
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
