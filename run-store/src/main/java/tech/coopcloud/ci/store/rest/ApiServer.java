package tech.coopcloud.ci.store.rest;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** The Kubernetes API over TLS, each request on a virtual thread of its own. */
public final class ApiServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 4_096;

  /** For Jetty's own few platform threads: accepting, selecting, scheduling. */
  private static final int PLATFORM_THREADS = 16;

  private static final long IDLE_MILLIS = 120_000;

  private final KubernetesApi api;
  private final Tokens tokens;
  private final Pki pki;
  private final String host;
  private final Javalin javalin;

  /**
   * Starts serving.
   *
   * @param address port 0 takes a free one, see {@link #uri}
   * @param more adds further routes to the same listener
   * @throws IOException when the address cannot be listened on
   */
  public ApiServer(
      KubernetesApi api,
      Tokens tokens,
      Pki pki,
      InetSocketAddress address,
      Consumer<JavalinConfig> more)
      throws IOException, GeneralSecurityException {
    this.api = api;
    this.tokens = tokens;
    this.pki = pki;
    this.host = address.getHostString();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(pki.keyStore());
    tls.setKeyStorePassword("");
    tls.setSniRequired(false);
    javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.jetty.threadPool = threads();
              config.jetty.addConnector((server, http) -> connector(server, http, tls, address));
              api.install(config);
              more.accept(config);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      throw new IOException(
          "Cannot listen on %s: %s; is another cc-ci running, or the port in use?"
              .formatted(address, rootMessage(e)),
          e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("api");
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setName("api-request");
    virtual.setMaxConcurrentTasks(-1);
    threads.setVirtualThreadsExecutor(virtual);
    return threads;
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration given,
      SslContextFactory.Server tls,
      InetSocketAddress address) {
    HttpConfiguration http = new HttpConfiguration(given);
    http.setSendServerVersion(false);
    // Any host name will do: clients check the certificate, and they come by tunnels too.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http11 = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(
            server, 1, 1, new SslConnectionFactory(tls, http11.getProtocol()), http11);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(512);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    return connector;
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Where it listens, with the real port. */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    String reachable = name.equals("0.0.0.0") || name.equals("[::]") ? "127.0.0.1" : name;
    return URI.create("https://" + reachable + ":" + javalin.port());
  }

  /**
   * Writes the file that clients connect by, mode 0600.
   *
   * @param plain see {@link Kubeconfig#write}
   */
  public void writeKubeconfig(Path file, @Nullable URI plain) throws IOException {
    Kubeconfig.write(file, uri(), pki.caCertificate(), tokens.token(), plain);
  }

  /** Ends all watches, lets requests in hand finish, and stops listening. */
  @Override
  public void close() {
    api.close();
    javalin.stop();
  }
}
