package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code GET /runs/NAMESPACE/NAME/files/FILE}: a screenshot of a run. Only PNG files are served.
 */
final class FileEndpoint {
  private final RunFiles files;

  FileEndpoint(RunFiles files) {
    this.files = files;
  }

  /** Whether a file of this name is ever served. */
  static boolean servable(String fileName) {
    return PlainName.is(fileName) && fileName.endsWith(".png");
  }

  void handle(Context context) throws IOException {
    String file = context.pathParam("file");
    Optional<Path> path =
        servable(file)
            ? files.file(context.pathParam("namespace"), context.pathParam("name"), file)
            : Optional.empty();
    if (path.isEmpty()) {
      PlainError.notFound(context, "the run has no such file");
      return;
    }
    Headers.secure(context);
    context.header("Cache-Control", "private, max-age=3600");
    context.contentType("image/png");
    context.result(Files.newInputStream(path.get()));
  }
}
