package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The style sheet, the script and the icon. Their address changes with their content. */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "style.css", "text/css; charset=utf-8",
          "live.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, byte[]> content = new LinkedHashMap<>();
  private final String version;

  Assets() {
    int hash = 1;
    for (String name : TYPES.keySet().stream().sorted().toList()) {
      byte[] bytes = read(name);
      content.put(name, bytes);
      hash = 31 * hash + Arrays.hashCode(bytes);
    }
    version = Integer.toHexString(hash);
  }

  String href(String name) {
    return "/assets/" + name + "?v=" + version;
  }

  void handle(Context context) {
    String name = context.pathParam("file");
    byte[] bytes = content.get(name);
    if (bytes == null) {
      PlainError.notFound(context, "there is no such file");
      return;
    }
    Headers.secure(context);
    context.header(
        "Cache-Control",
        version.equals(context.queryParam("v"))
            ? "public, max-age=31536000, immutable"
            : "no-cache");
    context.contentType(TYPES.getOrDefault(name, "application/octet-stream"));
    context.result(bytes);
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/dashboard/" + name)) {
      if (in == null) {
        throw new IllegalStateException("/dashboard/" + name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
