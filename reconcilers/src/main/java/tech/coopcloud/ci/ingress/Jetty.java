package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three parts of Jetty that the ingress is made of, small: they share few threads, one pool of
 * buffers and one scheduler, and bound what a hostile service or client may take.
 */
final class Jetty {
  private static final Logger LOG = LoggerFactory.getLogger(Jetty.class);

  /** Accepting, and selecting for the server and two clients, and some to spare. */
  private static final int PLATFORM_THREADS = 12;

  private static final int MOST_CONNECTIONS = 1_024;
  private static final int MOST_CONNECTIONS_TO_A_CONTAINER = 64;
  private static final int MOST_WAITING_FOR_A_CONTAINER = 256;
  private static final int HEADERS = 64 << 10;
  private static final int BUFFER = 16 << 10;
  private static final long BUFFERS_KEPT = 8L << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Duration KEEP_CONTAINER = Duration.ofSeconds(10);

  private final QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
  private final Scheduler scheduler = new ScheduledExecutorScheduler("ingress-timer", true);
  private final ByteBufferPool buffers =
      new ArrayByteBufferPool(0, 4 << 10, HEADERS, 64, BUFFERS_KEPT, BUFFERS_KEPT);
  private final Server server = new Server(threads, scheduler, buffers);

  Jetty() {
    threads.setName("ingress");
    threads.setDaemon(true);
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setName("ingress-request");
    virtual.setMaxConcurrentTasks(MOST_CONNECTIONS);
    threads.setVirtualThreadsExecutor(virtual);
  }

  /** Starts a server. */
  Server serve(InetSocketAddress listen, KeyManager keys, Handler handler)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, null, null);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setSniRequired(false);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false); // the service sends its own
    http.setRequestHeaderSize(HEADERS);
    http.setResponseHeaderSize(BUFFER);
    http.setMaxResponseHeaderSize(2 * HEADERS);
    http.setUriCompliance(UriCompliance.UNSAFE); // what to make of a path is the service's business
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http11 = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(
            server, 1, 1, new SslConnectionFactory(tls, http11.getProtocol()), http11);
    connector.setHost(listen.getHostString());
    connector.setPort(listen.getPort());
    connector.setIdleTimeout(SILENCE.toMillis());
    connector.setAcceptQueueSize(256);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    server.setHandler(handler);
    server.setStopTimeout(0);
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException(
          "The ingress cannot listen on %s: %s; is another cc-ci running, or the port in use?"
              .formatted(listen, Causes.words(e)),
          e);
    }
    return server;
  }

  /** Stops the server, if there is one. */
  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.debug("The ingress does not stop cleanly: {}", e.toString());
    }
  }

  static int port(Server server) {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** A client to ask containers with. It trusts who the JDK trusts. */
  HttpClient upstream() {
    HttpClient client = client(new SslContextFactory.Client());
    client.setMaxConnectionsPerDestination(MOST_CONNECTIONS_TO_A_CONTAINER);
    client.setMaxRequestsQueuedPerDestination(MOST_WAITING_FOR_A_CONTAINER);
    client.setDestinationIdleTimeout(KEEP_CONTAINER.toMillis());
    client.setIdleTimeout(SILENCE.toMillis());
    return client;
  }

  /**
   * A client that goes to the address whatever the domain, and trusts one CA only; started.
   *
   * @param ca null for those that the JDK trusts
   */
  HttpClient visitor(InetSocketAddress address, @Nullable X509Certificate ca)
      throws IOException, GeneralSecurityException {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    if (ca != null) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", ca);
      tls.setTrustStore(trusted);
    }
    HttpClient client = client(tls);
    client.setSocketAddressResolver(
        (host, port, context, promise) -> promise.succeeded(List.of(named(host, address))));
    client.setDestinationIdleTimeout(KEEP_CONTAINER.toMillis());
    client.setIdleTimeout(SILENCE.toMillis());
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("The ingress's own client does not start: " + Causes.words(e), e);
    }
    client.getContentDecoderFactories().clear();
    return client;
  }

  /** The address under another name, which is the one that TLS then asks for. */
  private static InetSocketAddress named(String host, InetSocketAddress address) {
    try {
      byte[] raw = address.getAddress().getAddress();
      return new InetSocketAddress(InetAddress.getByAddress(host, raw), address.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private HttpClient client(SslContextFactory.Client tls) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(tls);
    connector.setExecutor(threads);
    connector.setScheduler(scheduler);
    connector.setByteBufferPool(buffers);
    connector.setConnectTimeout(CONNECT);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(threads);
    client.setScheduler(scheduler);
    client.setByteBufferPool(buffers);
    client.setConnectTimeout(CONNECT.toMillis());
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setMaxResponseHeadersSize(HEADERS);
    client.setRequestBufferSize(BUFFER);
    client.setResponseBufferSize(BUFFER);
    return client;
  }
}
