package tech.coopcloud.ci.ingress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a Traefik shows.
 *
 * @param pem the certificate, those that it was issued by, and its key
 * @param issuer whom to trust for it; null when the world does so already
 */
record TraefikCertificate(String pem, @Nullable X509Certificate issuer) {
  private static final Duration VALID = Duration.ofDays(398);
  private static final Duration RENEW_BEFORE = Duration.ofDays(200);

  /** The text form hides the key. */
  @Override
  public String toString() {
    return "TraefikCertificate[issuer=" + issuer + "]";
  }

  /**
   * One that a person gives in two files.
   *
   * @throws IOException when they cannot be read, do not belong together, or are not for the zone
   */
  static TraefikCertificate given(Path certificate, Path key, String zone, Clock clock)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = chain(certificate);
    X509Certificate own = chain.getFirst();
    if (!isFor(own, zone)) {
      throw new IOException(
          "the certificate in %s is not for *.%s: give one that is, or another --zone"
              .formatted(certificate, zone));
    }
    if (own.getNotAfter().toInstant().isBefore(clock.instant())) {
      throw new IOException(
          "the certificate in %s ended on %s: renew it".formatted(certificate, own.getNotAfter()));
    }
    String secret = Files.readString(key);
    if (!belongs(secret, own.getPublicKey())) {
      throw new IOException(
          "%s does not hold the key, in PEM and without a password, of the certificate in %s"
              .formatted(key, certificate));
    }
    return new TraefikCertificate(
        Files.readString(certificate).strip() + "\n" + secret.strip() + "\n", issuer(chain));
  }

  /** Whom to trust for the certificate in a file, whose key somebody else has. */
  static @Nullable X509Certificate issuer(Path certificate)
      throws IOException, GeneralSecurityException {
    return issuer(chain(certificate));
  }

  /** One of our own authority, kept beside it and renewed when it has half a year left. */
  static TraefikCertificate generated(Path pkiFolder, String zone, Clock clock)
      throws IOException, GeneralSecurityException {
    Authority authority = Authority.in(pkiFolder, clock);
    Path file = pkiFolder.resolve("traefik.pem");
    if (Files.exists(file)) {
      List<X509Certificate> kept = chain(file);
      X509Certificate own = kept.getFirst();
      boolean good =
          kept.getLast().equals(authority.certificate())
              && isFor(own, zone)
              && clock.instant().plus(RENEW_BEFORE).isBefore(own.getNotAfter().toInstant());
      if (good) {
        return new TraefikCertificate(Files.readString(file), authority.certificate());
      }
    }
    KeyPair keys = Authority.newKeys();
    String pem =
        Authority.pem(authority.issue(List.of("*." + zone, zone), keys.getPublic(), VALID))
            + Authority.pem(authority.certificate())
            + Authority.pem(new JcaPKCS8Generator(keys.getPrivate(), null));
    Authority.write(file, pem, "rw-------");
    return new TraefikCertificate(pem, authority.certificate());
  }

  private static List<X509Certificate> chain(Path file)
      throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    int key = text.indexOf("-----BEGIN PRIVATE KEY-----");
    byte[] certificates =
        (key < 0 ? text : text.substring(0, key)).getBytes(StandardCharsets.US_ASCII);
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate in PEM: " + e.getMessage(), e);
    }
    throw new IOException(file + " holds no certificate in PEM");
  }

  private static boolean isFor(X509Certificate certificate, String zone)
      throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names != null
        && names.stream()
            .map(it -> String.valueOf(it.get(1)).toLowerCase(Locale.ROOT))
            .anyMatch(("*." + zone)::equals);
  }

  /** Whether what the one signs the other verifies. */
  private static boolean belongs(String key, PublicKey certified)
      throws IOException, GeneralSecurityException {
    PrivateKey own = privateKey(key);
    if (own == null || !own.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(own);
    signature.update(certified.getEncoded());
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(certified.getEncoded());
    return signature.verify(signed);
  }

  private static @Nullable PrivateKey privateKey(String pem) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (part instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
    }
    return null;
  }

  private static @Nullable X509Certificate issuer(List<X509Certificate> chain)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    String kind = chain.getFirst().getPublicKey().getAlgorithm();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager world) {
        try {
          world.checkServerTrusted(chain.toArray(X509Certificate[]::new), kind);
          return null;
        } catch (CertificateException e) {
          return chain.getLast(); // nobody else's, so whoever gave it vouches for it
        }
      }
    }
    return chain.getLast();
  }
}
