package tech.coopcloud.ci.ingress;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as far as routing looks at it.
 *
 * @param authority the Host header, with its port
 * @param host lower case, without the port
 * @param rawPath as it was sent; begins with a slash
 * @param path decoded
 * @param query as it was sent, or null
 * @param headers the values of a header by its name
 */
record Call(
    String method,
    String authority,
    String host,
    String rawPath,
    String path,
    @Nullable String query,
    Function<String, List<String>> headers) {

  Optional<String> header(String name) {
    return headers.apply(name).stream().findFirst();
  }

  static String target(String path, @Nullable String query) {
    return query == null ? path : path + "?" + query;
  }
}
