package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeysTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Clock clock() {
    return new Clock() {
      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  @Test
  void aCertificateIsIssuedAnewLongBeforeItEnds() throws Exception {
    ServerKeys keys = new ServerKeys(Authority.in(folder, clock()), "ci.example", clock());
    X509Certificate first = keys.getCertificateChain("ci.example")[0];

    now = now.plus(Duration.ofDays(50));
    assertThat(keys.getCertificateChain("ci.example")[0]).isEqualTo(first);
    now = now.plus(Duration.ofDays(20));
    X509Certificate second = keys.getCertificateChain("ci.example")[0];

    assertThat(second).isNotEqualTo(first);
    assertThat(second.getNotAfter().toInstant()).isAfter(now.plus(Duration.ofDays(80)));
  }

  @Test
  void theAuthorityIsKeptUntilItIsAboutToEnd() throws Exception {
    X509Certificate first = Authority.in(folder, clock()).certificate();

    assertThat(Authority.in(folder, clock()).certificate()).isEqualTo(first);
    now = now.plus(Duration.ofDays(3600));
    assertThat(Authority.in(folder, clock()).certificate()).isNotEqualTo(first);
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("ingress-ca.key"), "nothing");

    assertThatThrownBy(() -> Authority.in(folder, clock()))
        .hasMessage(file + " holds no certificate with its key: delete it, and a new one is made");
  }
}
