package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * An ingress inside of cc-ci, for a swarm of one node without a Traefik: Jetty's reverse proxy with
 * a certificate authority of its own.
 */
public final class EmbeddedIngress extends ProbedIngress {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedIngress.class);
  private static final String NETWORK = "proxy";

  private final Authority authority;
  private final RouteTable table;
  private final Server server;
  private final HttpClient client;

  private EmbeddedIngress(
      Authority authority,
      RouteTable table,
      Server server,
      HttpClient client,
      InetSocketAddress address,
      String network) {
    super(Router.Server.EMBEDDED, network, address, client);
    this.authority = authority;
    this.table = table;
    this.server = server;
    this.client = client;
  }

  /**
   * Starts serving.
   *
   * @param controllerId only services that carry it are served
   * @param zone the domain below which each run has its own
   * @param listen port 0 takes a free one, see {@link #address}
   * @param pkiFolder where the certificate authority is kept; made when it is missing
   * @throws IOException when the address cannot be listened on, or the folder not be used
   */
  public static EmbeddedIngress start(
      Swarm swarm, String controllerId, String zone, InetSocketAddress listen, Path pkiFolder)
      throws IOException, GeneralSecurityException {
    return start(swarm, controllerId, zone, listen, pkiFolder, NETWORK);
  }

  /** Starts serving the services on a network. */
  static EmbeddedIngress start(
      Swarm swarm,
      String controllerId,
      String zone,
      InetSocketAddress listen,
      Path pkiFolder,
      String network)
      throws IOException, GeneralSecurityException {
    String lower = zone.toLowerCase(Locale.ROOT);
    Authority authority = Authority.in(pkiFolder, Clock.systemUTC());
    ServerKeys keys = new ServerKeys(authority, lower, Clock.systemUTC());
    Thread.ofVirtual().name("ingress-certificate").start(keys::warmUp);
    RouteTable table = new RouteTable(swarm, controllerId, lower, network);
    Jetty jetty = new Jetty();
    try {
      Server server =
          jetty.serve(listen, keys, new ProxyToContainers(table, jetty::upstream, hostName()));
      InetSocketAddress address = Addresses.reachable(listen, Jetty.port(server));
      HttpClient client = jetty.visitor(address, authority.certificate());
      return new EmbeddedIngress(authority, table, server, client, address, network);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      jetty.stop();
      table.close();
      throw e;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public X509Certificate caCertificate() {
    return authority.certificate();
  }

  /** The CA's certificate in PEM, for browsers and people to trust. */
  public Path caFile() {
    return authority.certificateFile();
  }

  @Override
  public void close() {
    table.close();
    for (LifeCycle part : List.of(client, server)) {
      try {
        part.stop();
      } catch (Exception e) {
        LOG.debug("The ingress does not stop cleanly: {}", e.toString());
      }
    }
  }
}
