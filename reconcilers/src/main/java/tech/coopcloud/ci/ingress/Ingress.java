package tech.coopcloud.ci.ingress;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * What stands between the world and the deployments: TLS, and routing by the Traefik labels on the
 * services.
 */
public interface Ingress extends AutoCloseable {

  /** The swarm network on which a service must be to be reached, e.g. {@code proxy}. */
  String networkName();

  /**
   * Says why nothing would lead the domain to a service of the stack.
   *
   * @return one sentence (what, where, what to do), or null when there is a route
   */
  @Nullable String noRoute(StackSpec stack, String domain);

  /** The address under which a deployment answers, with the port that the ingress listens on. */
  URI uri(String domain, String path);

  /**
   * The same without a port, as production has it. Apps make addresses of their domain alone: a
   * browser that came by another port would take them for those of somebody else. What opens the
   * page has to lead it to {@link #address()}.
   */
  default URI page(String domain, String path) {
    URI uri = uri(domain, path);
    return URI.create("https://" + domain + uri.toString().split(uri.getRawAuthority(), 2)[1]);
  }

  /**
   * Asks a deployment once, over TLS, trusting only the ingress's own CA, following redirects
   * within the domain.
   *
   * @param timeout for the whole answer
   */
  Answer get(URI uri, Duration timeout) throws InterruptedException;

  /**
   * Sends one call to a deployment, likewise, but follows no redirect and keeps no cookie: the
   * answer is the first that comes.
   *
   * @param timeout for the whole answer
   */
  Answer ask(Question question, Duration timeout) throws InterruptedException;

  /** Where it takes connections for every domain: whoever asks need not trust DNS. */
  InetSocketAddress address();

  /**
   * The certificate that its certificates are signed by.
   *
   * @return null when they are signed by one that the world trusts
   */
  @Nullable X509Certificate caCertificate();

  @Override
  void close();
}
