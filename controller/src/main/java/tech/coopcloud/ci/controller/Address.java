package tech.coopcloud.ci.controller;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where to listen: {@code host:port}; port 0 takes a free one. */
record Address(String host, int port) {

  static Address of(String option, @Nullable String text) {
    int colon = text == null ? -1 : text.lastIndexOf(':');
    try {
      if (text != null && colon >= 0) {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= 0 && port <= 65_535) {
          String host = colon == 0 ? "0.0.0.0" : text.substring(0, colon);
          return new Address(host.replaceAll("^\\[|]$", ""), port);
        }
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StartupException(
        "\""
            + text
            + "\" is not an address to listen on: give "
            + option
            + " one like 127.0.0.1:8080.");
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
