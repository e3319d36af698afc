package tech.coopcloud.ci.controller.ccctl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Reads a run's log from {@code /runs/NAMESPACE/NAME/log}, where the server also serves its
 * dashboard. A connection that ends before the log is complete is taken up again at the same byte.
 */
final class RunLog {
  /** On every answer: whether the log was complete when the answer began. */
  static final String COMPLETE_HEADER = "Cc-Ci-Log-Complete";

  private final Api api;
  private final String path;
  private long offset;

  RunLog(Api api, String namespace, String name) {
    this.api = api;
    this.path = "/runs/" + Api.encoded(namespace) + "/" + Api.encoded(name) + "/log";
  }

  /**
   * Hands on every line, without its line break.
   *
   * @param follow whether to go on until the log is complete
   * @param line returns false to stop
   * @throws CcctlException when there is no such run or the server is away
   */
  void read(boolean follow, Predicate<String> line) {
    while (true) {
      HttpResponse<InputStream> response =
          api.open(path + "?from=" + offset + (follow ? "&follow=true" : ""), "text/plain");
      boolean complete =
          response.headers().firstValue(COMPLETE_HEADER).orElse("true").equals("true");
      try (InputStream in = response.body()) {
        if (!lines(in, complete || !follow, line)) {
          return;
        }
      } catch (IOException e) {
        throw api.away(e);
      }
      if (complete || !follow) {
        return;
      }
    }
  }

  /** Counts whole lines only, so that a broken connection never splits one. */
  private boolean lines(InputStream in, boolean last, Predicate<String> line) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 14];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          part.write(buffer, start, i - start);
          offset += part.size() + 1L;
          if (!line.test(part.toString(StandardCharsets.UTF_8))) {
            return false;
          }
          part.reset();
          start = i + 1;
        }
      }
      part.write(buffer, start, n - start);
    }
    return !last || part.size() == 0 || line.test(part.toString(StandardCharsets.UTF_8));
  }
}
