package tech.coopcloud.ci.ingress;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to a deployment.
 *
 * @param method in capitals
 * @param headers by name
 * @param body text to send in UTF-8, or null for none
 */
public record Question(String method, URI uri, Map<String, String> headers, @Nullable String body) {
  public Question {
    headers = Map.copyOf(headers);
  }

  /** Hides what is sent: it may hold secrets. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
