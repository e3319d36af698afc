package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import java.util.Objects;

/**
 * {@code GET /badge/RECIPE.svg[?namespace=NAMESPACE]}: the badge of an enrolled recipe. It may be
 * shown anywhere, and kept for a minute; afterwards its ETag says whether it has changed.
 */
final class BadgeEndpoint {
  private static final String SVG = ".svg";

  private final Source source;

  BadgeEndpoint(Source source) {
    this.source = source;
  }

  void handle(Context context) {
    String file = context.pathParam("file");
    String recipe = file.endsWith(SVG) ? file.substring(0, file.length() - SVG.length()) : "";
    String namespace = Objects.requireNonNullElse(context.queryParam("namespace"), "default");
    boolean enrolled =
        source.recipes().stream()
            .anyMatch(
                known ->
                    recipe.equals(known.getMetadata().getName())
                        && namespace.equals(known.getMetadata().getNamespace()));
    if (!enrolled) {
      PlainError.notFound(context, "there is no such recipe");
      return;
    }
    String svg = Badge.of(source, namespace, recipe).svg();
    String tag = "\"" + Integer.toHexString(svg.hashCode()) + "\"";
    Headers.secure(context);
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    context.header("Cache-Control", "public, max-age=60");
    context.header("ETag", tag);
    if (tag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType("image/svg+xml");
    context.result(svg);
  }
}
