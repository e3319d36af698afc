package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that the ingress shows, issued when they are asked for: one for {@code *.<zone>}
 * and, since a wildcard covers one level only, one for {@code *.<domain>} of a run whose recipe has
 * names below its own. They are kept in memory and issued anew long before they expire, so nobody
 * has to restart anything.
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServerKeys.class);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final int MOST_KEPT = 256;

  private final Authority authority;
  private final String zone;
  private final Clock clock;
  private final KeyPair keys;
  private final Map<String, X509Certificate> issued =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, X509Certificate> eldest) {
          return size() > MOST_KEPT;
        }
      };

  ServerKeys(Authority authority, String zone, Clock clock) throws GeneralSecurityException {
    this.authority = authority;
    this.zone = zone;
    this.clock = clock;
    this.keys = Authority.newKeys();
  }

  /** Issues the certificate of the zone, so that the first client does not wait for it. */
  void warmUp() {
    getCertificateChain(zone);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    if (!keyType.equals("EC")) {
      return null;
    }
    if (engine == null || !(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
      return zone;
    }
    return serverName(session).map(this::parent).orElse(zone);
  }

  /** The server that a request's TLS connection was made for, in lower case, where it said so. */
  static @Nullable String serverName(Request request) {
    return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                instanceof EndPoint.SslSessionData data
            && data.sslSession() instanceof ExtendedSSLSession session
        ? serverName(session).orElse(null)
        : null;
  }

  private static Optional<String> serverName(ExtendedSSLSession session) {
    return session.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(it -> ((SNIHostName) it).getAsciiName().toLowerCase(Locale.ROOT))
        .findFirst();
  }

  /** The domain whose wildcard covers the host. */
  private String parent(String host) {
    String parent = host.substring(host.indexOf('.') + 1);
    return RouteTable.isBelow(parent, zone) ? parent : zone;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String parent) {
    synchronized (issued) {
      try {
        X509Certificate certificate = issued.get(parent);
        if (certificate == null || isEnding(certificate)) {
          certificate = authority.issue(List.of("*." + parent, parent), keys.getPublic());
          issued.put(parent, certificate);
        }
        return new X509Certificate[] {certificate, authority.certificate()};
      } catch (IOException | GeneralSecurityException e) {
        LOG.warn("No certificate for *.{}: {}", parent, e.toString());
        return null;
      }
    }
  }

  private boolean isEnding(X509Certificate certificate) {
    return clock.instant().plus(RENEW_BEFORE).isAfter(certificate.getNotAfter().toInstant());
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return keys.getPrivate();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {zone};
  }

  @Override
  public String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return zone;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
