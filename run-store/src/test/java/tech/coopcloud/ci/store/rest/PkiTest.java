package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.object.Author;

class PkiTest {
  private static final Author ADMIN = new Author("admin", "admin@example.org");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  private Pki pki(Instant when, String... hosts) throws Exception {
    return new Pki(folder, List.of(hosts), Clock.fixed(when, ZoneOffset.UTC));
  }

  private static X509Certificate certificate(Pki pki) throws Exception {
    return (X509Certificate) pki.keyStore().getCertificate("server");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void theServersCertificateIsSignedByTheCaAndNamesTheHosts() throws Exception {
    Pki pki = pki(NOW, "ci.example.org", "10.0.0.7");
    X509Certificate server = certificate(pki);
    Certificate ca = pki.keyStore().getCertificateChain("server")[1];
    server.verify(ca.getPublicKey());
    assertThat(server.getSubjectAlternativeNames().toString())
        .contains("ci.example.org", "10.0.0.7", "localhost", "127.0.0.1");
    assertThat(pki.caCertificate()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(mode(folder.resolve("ca.pem"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("server.pem"))).isEqualTo("rw-------");
  }

  @Test
  void aRestartFindsWhatIsThere() throws Exception {
    Pki first = pki(NOW);
    Pki again = pki(NOW.plus(Duration.ofDays(10)));
    assertThat(again.caCertificate()).isEqualTo(first.caCertificate());
    assertThat(certificate(again)).isEqualTo(certificate(first));
  }

  @Test
  void theServersCertificateIsRenewedUnderTheSameCa() throws Exception {
    Pki first = pki(NOW);
    Pki later = pki(NOW.plus(Duration.ofDays(380)));
    assertThat(later.caCertificate()).isEqualTo(first.caCertificate());
    assertThat(certificate(later)).isNotEqualTo(certificate(first));
    Pki moreNames = pki(NOW.plus(Duration.ofDays(380)), "new.example.org");
    assertThat(certificate(moreNames)).isNotEqualTo(certificate(later));
  }

  @Test
  void aDamagedFileSaysWhatToDo() throws Exception {
    pki(NOW);
    Files.writeString(folder.resolve("ca.pem"), "");
    assertThatThrownBy(() -> pki(NOW))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "ca.pem holds no certificate with its key: delete it, and a new one is made");
  }

  @Test
  void aTokenIsMadeOnceAndKept() throws Exception {
    Path file = folder.resolve("token");
    Tokens made = Tokens.in(file, ADMIN);
    assertThat(made.token()).hasSize(64);
    assertThat(Tokens.in(file, ADMIN).token()).isEqualTo(made.token());
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(made.authenticate("Bearer " + made.token())).isEqualTo(ADMIN);
    assertThat(made.authenticate("bearer " + made.token())).isEqualTo(ADMIN);
    assertThat(made.authenticate("Bearer " + made.token() + "x")).isNull();
    assertThat(made.authenticate(null)).isNull();
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> Tokens.in(file, ADMIN)).hasMessageContaining("is empty: delete it");
  }

  @Test
  void aKubeconfigIsForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("kubeconfig");
    Kubeconfig.write(file, URI.create("https://127.0.0.1:8443"), "PEM", "s3cret", null);
    Kubeconfig.write(file, URI.create("https://127.0.0.1:9443"), "PEM", "s3cret", null);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).content().contains("server: https://127.0.0.1:9443", "token: s3cret");
    assertThat(folder).isDirectoryNotContaining("glob:**/.new*");
  }
}
