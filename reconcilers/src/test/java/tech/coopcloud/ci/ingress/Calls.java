package tech.coopcloud.ci.ingress;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Requests, as tests write them. */
final class Calls {
  private Calls() {}

  static Call get(String url) {
    return call("GET", url, Map.of());
  }

  static Call call(String method, String url, Map<String, String> headers) {
    URI uri = URI.create(url);
    return new Call(
        method,
        uri.getAuthority(),
        uri.getHost(),
        uri.getRawPath(),
        uri.getPath(),
        uri.getRawQuery(),
        name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());
  }
}
