package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import tech.coopcloud.ci.store.object.Json;

/** Writes answers. */
final class Reply {
  /** Below this it costs more to compress than to send, as in apiserver's own threshold. */
  private static final long WORTH_COMPRESSING = 128 * 1024;

  private static final int BUFFER = 64 * 1024;

  /** Writes the body of an answer. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  private Reply() {}

  static void json(Context ctx, int code, JsonNode node) throws IOException {
    json(ctx, code, Json.bytes(node));
  }

  static void json(Context ctx, int code, byte[] json) throws IOException {
    byte[] body = wantsPretty(ctx) ? Json.prettyBytes(Json.parse(json)) : json;
    HttpServletResponse response = head(ctx, code);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * Answers 200 with a body of about so many bytes, compressed when it is big and the client can
   * read that.
   */
  static void stream(Context ctx, long size, Body body) throws IOException {
    if (wantsPretty(ctx)) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      body.writeTo(whole);
      json(ctx, 200, whole.toByteArray());
      return;
    }
    HttpServletResponse response = head(ctx, 200);
    String accepted = ctx.header("Accept-Encoding");
    if (size >= WORTH_COMPRESSING && accepted != null && accepted.contains("gzip")) {
      response.setHeader("Content-Encoding", "gzip");
      response.setHeader("Vary", "Accept-Encoding");
      try (OutputStream out = new Fast(response.getOutputStream())) {
        body.writeTo(out);
      }
    } else {
      OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
      body.writeTo(out);
      out.flush();
    }
  }

  /** The fastest gzip there is: the network it runs on is quick. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(1);
    }
  }

  private static HttpServletResponse head(Context ctx, int code) {
    HttpServletResponse response = ctx.res();
    response.setStatus(code);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-cache, private");
    return response;
  }

  private static boolean wantsPretty(Context ctx) {
    String pretty = ctx.queryParam("pretty");
    return pretty != null && !pretty.equals("0") && !pretty.equals("false");
  }
}
