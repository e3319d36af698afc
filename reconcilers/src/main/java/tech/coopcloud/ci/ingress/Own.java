package tech.coopcloud.ci.ingress;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers that the ingress gives itself when there is none of the deployment. A header tells them
 * from a deployment's, from which it is taken away; so what has gone wrong is known to the run.
 */
final class Own {
  private static final String MARK = "cc-ci-ingress";

  private Own() {}

  static boolean isMark(String header) {
    return header.equalsIgnoreCase(MARK);
  }

  /** Gives a plain sentence as the answer. */
  static void failure(
      Response response, Callback callback, int code, Answer.Kind kind, String sentence) {
    response.getHeaders().put(MARK, kind.name());
    text(response, callback, code, sentence);
  }

  static void text(Response response, Callback callback, int code, String body) {
    response.setStatus(code);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    Content.Sink.write(response, true, body.isEmpty() ? "" : body + "\n", callback);
  }

  static void reply(Response response, Callback callback, Passage.Reply reply) {
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.getHeaders().put(header.getKey(), header.getValue());
    }
    text(response, callback, reply.code(), reply.body());
  }

  /** The failure that an answer tells of, or null when it is the deployment's. */
  static Answer.@Nullable Failure failure(HttpFields headers, byte[] body, String where) {
    String kind = headers.get(MARK);
    if (kind == null) {
      return null;
    }
    String sentence = new String(body, StandardCharsets.UTF_8).strip();
    return new Answer.Failure(Answer.Kind.valueOf(kind), where + " does not answer: " + sentence);
  }
}
