package tech.coopcloud.ci.store.rest;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The server's own certificate authority and the certificate that it serves TLS with. Both are made
 * once and kept in a folder: {@code ca.pem}, {@code server.pem}, each a certificate and its key,
 * mode 0600. The server's is made again when it is about to expire or lacks a name.
 */
public final class Pki {
  private static final Duration CA_VALID = Duration.ofDays(3650);
  private static final Duration SERVER_VALID = Duration.ofDays(397);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private record Identity(X509Certificate certificate, PrivateKey key) {}

  private final Path folder;
  private final Clock clock;
  private final Identity ca;
  private final Identity server;

  /**
   * Reads, or makes, what is in the folder.
   *
   * @param hosts names and addresses that the server is reached by, besides loopback
   */
  public Pki(Path folder, Collection<String> hosts, Clock clock)
      throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.clock = clock;
    Set<String> names = new TreeSet<>(hosts);
    names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    Identity kept = read("ca.pem");
    boolean keep = kept != null && isFresh(kept);
    ca = kept != null && keep ? kept : issueCa();
    Identity served = keep ? read("server.pem") : null;
    server = served != null && isFresh(served) && covers(served, names) ? served : issue(names);
  }

  /** The CA's certificate in PEM, for clients to trust. */
  public String caCertificate() throws IOException {
    return pem(ca.certificate());
  }

  /** The server's key and chain, for a TLS listener; the password is empty. */
  KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    Certificate[] chain = {server.certificate(), ca.certificate()};
    store.setKeyEntry("server", server.key(), new char[0], chain);
    return store;
  }

  private boolean isFresh(Identity identity) {
    Instant end = identity.certificate().getNotAfter().toInstant();
    return clock.instant().plus(RENEW_BEFORE).isBefore(end);
  }

  private static boolean covers(Identity identity, Set<String> names)
      throws GeneralSecurityException {
    Collection<List<?>> alternatives = identity.certificate().getSubjectAlternativeNames();
    Set<String> covered = new TreeSet<>();
    for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      covered.add(String.valueOf(alternative.get(1)).replace("0:0:0:0:0:0:0:1", "::1"));
    }
    return covered.containsAll(names);
  }

  private Identity issueCa() throws IOException, GeneralSecurityException {
    KeyPair keys = newKeys();
    X500Name name = new X500Name("CN=cc-ci CA " + clock.instant().getEpochSecond());
    X509v3CertificateBuilder builder = builder(name, name, keys, CA_VALID);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return kept("ca.pem", sign(builder, keys, keys.getPrivate()));
  }

  private Identity issue(Set<String> hosts) throws IOException, GeneralSecurityException {
    KeyPair keys = newKeys();
    X500Name issuer = X500Name.getInstance(ca.certificate().getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=cc-ci"), keys, SERVER_VALID);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.certificate()));
    List<GeneralName> names = new ArrayList<>();
    for (String host : hosts) {
      boolean address = host.contains(":") || host.matches("[0-9.]+");
      names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.toArray(GeneralName[]::new)));
    return kept("server.pem", sign(builder, keys, ca.key()));
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Duration valid)
      throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(120, new SecureRandom()).setBit(119),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(valid)),
            subject,
            keys.getPublic());
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    return builder;
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Identity sign(X509v3CertificateBuilder builder, KeyPair keys, PrivateKey signer)
      throws GeneralSecurityException {
    try {
      X509CertificateHolder holder =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer));
      return new Identity(
          new JcaX509CertificateConverter().getCertificate(holder), keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("A certificate cannot be signed", e);
    }
  }

  private Identity kept(String name, Identity identity) throws IOException {
    PrivateFiles.write(
        folder.resolve(name),
        pem(identity.certificate()) + pem(new JcaPKCS8Generator(identity.key(), null)));
    return identity;
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private @Nullable Identity read(String name) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    X509Certificate certificate = null;
    PrivateKey key = null;
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof X509CertificateHolder holder) {
          certificate = new JcaX509CertificateConverter().getCertificate(holder);
        } else if (part instanceof PrivateKeyInfo info) {
          key = new JcaPEMKeyConverter().getPrivateKey(info);
        }
      }
    }
    if (certificate == null || key == null) {
      throw new IOException(
          file + " holds no certificate with its key: delete it, and a new one is made");
    }
    return new Identity(certificate, key);
  }
}
