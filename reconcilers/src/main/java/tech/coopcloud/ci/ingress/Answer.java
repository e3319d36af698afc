package tech.coopcloud.ci.ingress;

import java.util.List;
import java.util.Map;

/** What came back from a deployment. */
public sealed interface Answer {

  /**
   * An HTTP answer, of whatever status.
   *
   * @param headers names in lower case
   * @param body the first 256 KiB, as text
   */
  record Response(int code, Map<String, List<String>> headers, String body) implements Answer {
    public Response {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * No answer.
   *
   * @param sentence what went wrong, where
   */
  record Failure(Kind kind, String sentence) implements Answer {}

  /** What kind of failure it was. */
  enum Kind {
    UNREACHABLE,
    TIMEOUT,
    CERTIFICATE,
    /** It was redirected to another host, or in a circle. */
    REDIRECT
  }
}
