package tech.coopcloud.ci.ingress;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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
 * The ingress's own certificate authority, made once and kept in a folder that others use too:
 * {@code ingress-ca.key} (the certificate and its key, mode 0600), and {@code ingress-ca.pem}, the
 * certificate for others to trust.
 */
final class Authority {
  private static final Duration VALID = Duration.ofDays(3650);
  private static final Duration LEAF_VALID = Duration.ofDays(90);
  private static final Duration RENEW_BEFORE = Duration.ofDays(120);

  private static final String SECRET = "ingress-ca.key";

  private final Path folder;
  private final Clock clock;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(Path folder, Clock clock, X509Certificate certificate, PrivateKey key) {
    this.folder = folder;
    this.clock = clock;
    this.certificate = certificate;
    this.key = key;
  }

  /** Reads it, or makes it where there is none or it is about to expire. */
  static Authority in(Path folder, Clock clock) throws IOException, GeneralSecurityException {
    Authority kept = read(folder, clock);
    if (kept != null
        && clock
            .instant()
            .plus(RENEW_BEFORE)
            .isBefore(kept.certificate.getNotAfter().toInstant())) {
      write(kept.certificateFile(), pem(kept.certificate), "rw-r--r--");
      return kept;
    }
    KeyPair keys = newKeys();
    X500Name name = new X500Name("CN=cc-ci ingress CA " + clock.instant().getEpochSecond());
    X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), clock, VALID);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    Authority made =
        new Authority(folder, clock, sign(builder, keys.getPrivate()), keys.getPrivate());
    write(
        folder.resolve(SECRET),
        pem(made.certificate) + pem(new JcaPKCS8Generator(made.key, null)),
        "rw-------");
    write(made.certificateFile(), pem(made.certificate), "rw-r--r--");
    return made;
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** In PEM, readable to all. */
  Path certificateFile() {
    return folder.resolve("ingress-ca.pem");
  }

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A server's certificate for the names, valid for {@link #LEAF_VALID}. */
  X509Certificate issue(List<String> names, PublicKey server)
      throws IOException, GeneralSecurityException {
    return issue(names, server, LEAF_VALID);
  }

  /** A server's certificate for the names. */
  X509Certificate issue(List<String> names, PublicKey server, Duration valid)
      throws IOException, GeneralSecurityException {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=cc-ci ingress"), server, clock, valid);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            names.stream()
                .map(it -> new GeneralName(GeneralName.dNSName, it))
                .toArray(GeneralName[]::new)));
    return sign(builder, key);
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Clock clock, Duration valid)
      throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(120, new SecureRandom()).setBit(119),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(valid)),
            subject,
            key);
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return builder;
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException {
    try {
      X509CertificateHolder holder =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer));
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("A certificate cannot be signed", e);
    }
  }

  static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static @Nullable Authority read(Path folder, Clock clock)
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve(SECRET);
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
    return new Authority(folder, clock, certificate, key);
  }

  /** Writes the whole file or nothing; a secret is not readable to others for a moment. */
  static void write(Path file, String text, String mode) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file in a folder");
    }
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(
            folder,
            ".new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, text);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
