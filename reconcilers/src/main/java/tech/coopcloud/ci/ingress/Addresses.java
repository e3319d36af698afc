package tech.coopcloud.ci.ingress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/** Where an ingress is reached. */
final class Addresses {
  private static final int HTTPS = 443;

  private Addresses() {}

  /** The same, for who asks from this machine: what listens everywhere listens on loopback. */
  static InetSocketAddress reachable(InetSocketAddress listen, int port) {
    InetAddress host = listen.getAddress();
    return host == null || host.isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(host, port);
  }

  /** Of a page of a domain. */
  static URI uri(InetSocketAddress address, String domain, String path) {
    String authority = address.getPort() == HTTPS ? domain : domain + ":" + address.getPort();
    String absolute = path.startsWith("/") ? path : "/" + path;
    try {
      return new URI("https://" + authority + absolute);
    } catch (URISyntaxException e) {
      return quoted(authority, absolute);
    }
  }

  /** With what a URI may not hold escaped. */
  private static URI quoted(String authority, String path) {
    int query = path.indexOf('?');
    try {
      return new URI(
          "https",
          authority,
          query < 0 ? path : path.substring(0, query),
          query < 0 ? null : path.substring(query + 1),
          null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "https://" + authority + path + " is no address: " + e.getReason(), e);
    }
  }
}
