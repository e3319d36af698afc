package tech.coopcloud.ci.ingress;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** The headers by which a proxy tells the service who asks, as Traefik sets them. */
final class Headers {
  private Headers() {}

  /**
   * What a client says of itself in them is not believed.
   *
   * @param server name of this machine
   */
  static void forwarded(Request client, HttpFields.Mutable headers, Call call, String server) {
    String address = Request.getRemoteAddr(client);
    headers.remove(HttpHeader.FORWARDED);
    headers.remove("X-Forwarded-Prefix");
    headers.put("X-Forwarded-For", address);
    headers.put("X-Real-Ip", address);
    headers.put("X-Forwarded-Proto", Upgrade.isAskedFor(client) ? "wss" : "https");
    headers.put("X-Forwarded-Host", call.authority());
    headers.put("X-Forwarded-Port", port(call.authority()));
    headers.put("X-Forwarded-Server", server);
  }

  private static String port(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? "443" : authority.substring(colon + 1);
  }

  /** Sets what a middleware wants, but not our own mark; an empty value takes a header away. */
  static void apply(Map<String, String> wanted, HttpFields.Mutable headers) {
    wanted.forEach(
        (name, value) -> {
          if (value.isEmpty() || Own.isMark(name)) {
            headers.remove(name);
          } else {
            headers.put(name, value);
          }
        });
  }
}
