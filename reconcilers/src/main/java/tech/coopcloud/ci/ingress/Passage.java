package tech.coopcloud.ci.ingress;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has become of a request on its way through the middlewares. */
sealed interface Passage {

  /**
   * It goes on to the service.
   *
   * @param path raw, begins with a slash
   * @param requestHeaders to set, by name in lower case; an empty value takes the header away
   * @param responseHeaders likewise, on the answer
   */
  record Onward(
      Call call,
      String path,
      @Nullable String query,
      Map<String, String> requestHeaders,
      Map<String, String> responseHeaders)
      implements Passage {
    public Onward {
      requestHeaders = Map.copyOf(requestHeaders);
      responseHeaders = Map.copyOf(responseHeaders);
    }

    static Onward begin(Call call) {
      return new Onward(call, call.rawPath(), call.query(), Map.of(), Map.of());
    }

    Onward withPath(String path) {
      return new Onward(call, path, query, requestHeaders, responseHeaders);
    }

    Onward withRequestHeaders(Map<String, String> more) {
      return new Onward(call, path, query, joined(requestHeaders, more), responseHeaders);
    }

    Onward withResponseHeaders(Map<String, String> more) {
      return new Onward(call, path, query, requestHeaders, joined(responseHeaders, more));
    }

    private static Map<String, String> joined(Map<String, String> some, Map<String, String> more) {
      Map<String, String> all = new LinkedHashMap<>(some);
      all.putAll(more);
      return all;
    }
  }

  /** It is answered here. */
  record Reply(int code, Map<String, String> headers, String body) implements Passage {
    public Reply {
      headers = Map.copyOf(headers);
    }
  }
}
