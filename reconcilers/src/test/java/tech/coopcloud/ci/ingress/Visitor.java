package tech.coopcloud.ci.ingress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Somebody who asks an ingress for any domain, believes every certificate, and does as told. */
final class Visitor implements AutoCloseable {
  private final HttpClient client;
  private final int port;

  Visitor(InetSocketAddress address) throws Exception {
    SslContextFactory.Client tls = new SslContextFactory.Client(true);
    tls.setEndpointIdentificationAlgorithm(null);
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(tls);
    this.client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    this.port = address.getPort();
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setSocketAddressResolver(
        (host, ignored, context, promise) -> {
          try {
            InetAddress named = InetAddress.getByAddress(host, address.getAddress().getAddress());
            promise.succeeded(List.of(new InetSocketAddress(named, port)));
          } catch (java.net.UnknownHostException e) {
            promise.failed(e);
          }
        });
    client.start();
    client.getContentDecoderFactories().clear();
  }

  /** The status, what a client acts on, and what the deployment's echo says that it was asked. */
  String ask(Ask ask, String domain) throws Exception {
    Request request =
        client
            .newRequest("https://" + ask.host(domain) + ":" + port + ask.path())
            .method(ask.method())
            .timeout(60, TimeUnit.SECONDS);
    ask.headers().forEach((name, value) -> request.headers(it -> it.put(name, value)));
    ContentResponse response = request.send();
    StringBuilder seen = new StringBuilder().append(response.getStatus());
    for (HttpHeader header : List.of(HttpHeader.LOCATION, HttpHeader.WWW_AUTHENTICATE)) {
      append(seen, header.asString(), response);
    }
    append(seen, "Strict-Transport-Security", response);
    append(seen, "X-Frame-Options", response);
    append(seen, "X-Robots-Tag", response);
    append(seen, "X-From-App", response);
    if (response.getHeaders().contains("X-From-App")) {
      seen.append(" | ").append(response.getContentAsString());
    }
    return seen.toString().replace(":" + port, ":PORT").replaceAll("\\b" + port + "\\b", "PORT");
  }

  private static void append(StringBuilder seen, String name, ContentResponse response) {
    List<String> values = response.getHeaders().getValuesList(name);
    if (!values.isEmpty()) {
      seen.append(" | ").append(name).append(": ").append(String.join(", ", values));
    }
  }

  @Override
  public void close() throws Exception {
    client.stop();
  }

  /**
   * A request.
   *
   * @param below a name below the domain, or empty for the domain itself
   */
  record Ask(String method, String below, String path, Map<String, String> headers) {
    static Ask get(String path) {
      return new Ask("GET", "", path, Map.of());
    }

    Ask at(String below) {
      return new Ask(method, below, path, headers);
    }

    Ask with(String name, String value) {
      return new Ask(method, below, path, Map.of(name, value));
    }

    String host(String domain) {
      return below.isEmpty() ? domain : below + "." + domain;
    }
  }
}
