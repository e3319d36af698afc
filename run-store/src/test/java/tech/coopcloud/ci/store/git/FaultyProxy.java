package tech.coopcloud.ci.store.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/** Stands before a real server and lets through what it is told to. */
public final class FaultyProxy implements AutoCloseable {
  /** What becomes of requests. */
  public enum Mode {
    HONEST,
    /** Nothing gets through. */
    FAILS,
    /** A push arrives and is done; who pushed is not told. */
    LOSES_ANSWERS
  }

  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final URI target;
  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  public volatile Mode mode = Mode.HONEST;

  public FaultyProxy(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  public URI of(URI behind) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + behind.getRawPath());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Mode now = mode;
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (now == Mode.FAILS) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      exchange.getRequestHeaders().forEach((name, values) -> header(request, name, values));
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      boolean push = exchange.getRequestURI().getPath().endsWith("/git-receive-pack");
      if (now == Mode.LOSES_ANSWERS && push) {
        return; // closing without an answer cuts the connection
      }
      answer.headers().map().forEach((name, values) -> answered(exchange, name, values));
      byte[] content = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void header(HttpRequest.Builder request, String name, List<String> values) {
    if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
      values.forEach(value -> request.header(name, value));
    }
  }

  private static void answered(HttpExchange exchange, String name, List<String> values) {
    if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT)) && !name.startsWith(":")) {
      exchange.getResponseHeaders().put(name, values);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
