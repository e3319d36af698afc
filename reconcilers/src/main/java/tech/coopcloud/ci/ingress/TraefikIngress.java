package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Production's ingress: a Traefik that the swarm runs. One that is there already is adopted as it
 * is; where there is none, cc-ci deploys one and takes it down again.
 */
public final class TraefikIngress extends ProbedIngress {
  private static final Logger LOG = LoggerFactory.getLogger(TraefikIngress.class);
  private static final String NETWORK = "proxy";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(5);

  private final @Nullable X509Certificate issuer;
  private final HttpClient client;
  private final @Nullable OwnTraefik own;

  private TraefikIngress(
      InetSocketAddress address,
      @Nullable X509Certificate issuer,
      String network,
      HttpClient client,
      @Nullable OwnTraefik own) {
    super(Router.Server.TRAEFIK, network, address, client);
    this.issuer = issuer;
    this.client = client;
    this.own = own;
  }

  private static TraefikIngress at(
      InetSocketAddress address,
      @Nullable X509Certificate issuer,
      String network,
      @Nullable OwnTraefik own)
      throws IOException, GeneralSecurityException {
    HttpClient client = new Jetty().visitor(address, issuer);
    return new TraefikIngress(address, issuer, network, client, own);
  }

  /**
   * What it is started with.
   *
   * @param controllerId whose a Traefik is that cc-ci deploys
   * @param zone the domain below which each run has its own
   * @param listen port of a Traefik that cc-ci deploys; 0 takes a free one
   * @param pkiFolder where the certificate authority is kept that is used when none is given
   * @param certificate in PEM, for {@code *.<zone>}, with those that it was issued by; of a Traefik
   *     that is there already it says whom to trust
   * @param key of the certificate, in PEM
   */
  public record Setup(
      Swarm swarm,
      String controllerId,
      String zone,
      InetSocketAddress listen,
      Path pkiFolder,
      @Nullable Path certificate,
      @Nullable Path key) {
    public Setup {
      zone = zone.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Adopts a Traefik, or deploys one; when this returns, it answers.
   *
   * @throws IOException when a certificate cannot be used
   * @throws SwarmException when the engine is away, or the Traefik does not start
   */
  public static TraefikIngress start(Setup setup) throws IOException, GeneralSecurityException {
    return start(setup, NETWORK);
  }

  /** The same on another network, so that others of the swarm have no part in it. */
  static TraefikIngress start(Setup setup, String network)
      throws IOException, GeneralSecurityException {
    setup.swarm().ensureIngressNetwork(network);
    OwnTraefik own = new OwnTraefik(setup.swarm(), setup.controllerId(), network);
    Optional<FoundTraefik> found = FoundTraefik.among(setup.swarm().neighbours(network));
    if (found.isEmpty()) {
      return deploy(own, setup, network);
    }
    own.remove(); // the one that an earlier process left, and nobody needs two
    return adopt(found.get(), setup, network);
  }

  /**
   * Takes down the Traefik that an earlier process of this installation deployed and had no time to
   * remove; for who starts with another ingress.
   */
  public static void removeLeft(Swarm swarm, String controllerId) {
    new OwnTraefik(swarm, controllerId, NETWORK).removeUnlessUsed();
  }

  private static TraefikIngress adopt(FoundTraefik found, Setup setup, String network)
      throws IOException, GeneralSecurityException {
    LOG.info(
        "Adopting the Traefik that the swarm runs on the network {}: the service {} ({}), whose entrypoint web-secure answers at {}",
        network,
        found.service().name(),
        found.service().image(),
        found.address());
    Path certificate = setup.certificate();
    TraefikIngress ingress =
        at(
            found.address(),
            certificate == null ? null : TraefikCertificate.issuer(certificate),
            network,
            null);
    if (ingress.look(setup.zone()) instanceof Answer.Failure failure) {
      LOG.warn(
          "{}{}",
          failure.sentence(),
          failure.kind() == Answer.Kind.CERTIFICATE
              ? " Give the certificate that it shows as --ingress-certificate, or give it one for *."
                  + setup.zone()
                  + " that the world trusts."
              : " Runs will fail until it does.");
    }
    return ingress;
  }

  private static TraefikIngress deploy(OwnTraefik own, Setup setup, String network)
      throws IOException, GeneralSecurityException {
    TraefikCertificate certificate = certificate(setup);
    try {
      int port = own.deploy(setup.listen().getPort(), certificate);
      TraefikIngress ingress =
          at(Addresses.reachable(setup.listen(), port), certificate.issuer(), network, own);
      String trouble = ingress.awaitAnswer(own, setup.zone());
      if (trouble == null) {
        return ingress;
      }
      ingress.stopAsking();
      throw new SwarmException.Unavailable(
          "The Traefik that cc-ci deployed does not start: %s; is the port taken (--ingress-listen gives another)?"
              .formatted(trouble),
          null);
    } catch (SwarmException e) {
      removeAfter(e, own);
      throw e;
    }
  }

  /** Nobody's requests go through what does not answer. */
  private static void removeAfter(SwarmException failure, OwnTraefik own) {
    try {
      own.remove();
    } catch (SwarmException e) {
      failure.addSuppressed(e);
    }
  }

  private static TraefikCertificate certificate(Setup setup)
      throws IOException, GeneralSecurityException {
    Path certificate = setup.certificate();
    Path key = setup.key();
    Clock clock = Clock.systemUTC();
    if (certificate == null) {
      return TraefikCertificate.generated(setup.pkiFolder(), setup.zone(), clock);
    }
    if (key == null) {
      throw new IOException(
          "the swarm runs no Traefik that has the key of the certificate in %s: give --ingress-key as well"
              .formatted(certificate));
    }
    return TraefikCertificate.given(certificate, key, setup.zone(), clock);
  }

  /**
   * Waits until it answers.
   *
   * @return what is in the way, or null
   */
  private @Nullable String awaitAnswer(OwnTraefik traefik, String zone) {
    AtomicReference<Answer> last = new AtomicReference<>();
    OwnTraefik.await(
        () -> {
          last.set(look(zone));
          return last.get() instanceof Answer.Response;
        },
        START);
    if (!(last.get() instanceof Answer.Failure failure)) {
      return null;
    }
    String trouble = traefik.trouble();
    return trouble == null ? failure.sentence() : trouble;
  }

  /** Any answer will do, and of a domain that no run has it is a 404. */
  private Answer look(String zone) {
    try {
      return get(uri("cc-ci-ingress." + zone, "/"), ONE_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failure(Answer.Kind.TIMEOUT, "The look at Traefik was interrupted.");
    }
  }

  @Override
  public @Nullable X509Certificate caCertificate() {
    return issuer;
  }

  /** A Traefik that was adopted stays as it was found. */
  @Override
  public void close() {
    stopAsking();
    if (own != null) {
      try {
        own.removeUnlessUsed();
      } catch (SwarmException e) {
        LOG.warn("Traefik stays up: {}", e.getMessage());
      }
    }
  }

  private void stopAsking() {
    try {
      client.stop();
    } catch (Exception e) {
      LOG.debug("The ingress's client does not stop cleanly: {}", e.toString());
    }
  }
}
