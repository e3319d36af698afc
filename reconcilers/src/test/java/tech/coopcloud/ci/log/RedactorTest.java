package tech.coopcloud.ci.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.recipe.SecretValue;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

class RedactorTest {
  private static final String SECRET = "Corr<ct \"horse\"&battery";

  private final Redactor redactor = new Redactor();

  @BeforeEach
  void hideTheSecret() {
    redactor.hide(List.of(new SecretValue(SECRET.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void hidesItWhereverItStandsInBase64() {
    for (String user : List.of("", "a", "ab", "abc", "admin")) {
      for (String after : List.of("", "x", "xy", "xyz")) {
        byte[] header = (user + SECRET + after).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder :
            List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
          assertThat(redactor.clean("Basic " + encoder.encodeToString(header)))
              .contains("***")
              .hasSizeLessThan(30);
        }
      }
    }
  }

  @Test
  void hidesItInHexadecimalUrlsJsonAndHtml() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    assertThat(redactor.clean(HexFormat.of().formatHex(bytes))).isEqualTo("***");
    assertThat(redactor.clean("?p=Corr%3Cct%20%22horse%22%26battery")).isEqualTo("?p=***");
    assertThat(redactor.clean("?p=Corr%3Cct+%22horse%22%26battery")).isEqualTo("?p=***");
    assertThat(redactor.clean("{\"p\": \"Corr<ct \\\"horse\\\"&battery\"}"))
        .isEqualTo("{\"p\": \"***\"}");
    assertThat(redactor.clean("<b>Corr&lt;ct &#34;horse&#34;&amp;battery</b>"))
        .isEqualTo("<b>***</b>");
  }

  @Test
  void hidesEachLineOfASecretOfSeveralLines() {
    redactor.hide(
        List.of(new SecretValue("first line\nsecond line\n".getBytes(StandardCharsets.UTF_8))));

    assertThat(redactor.clean("| second line")).isEqualTo("| ***");
  }

  @Test
  void isNotMisledByWhatATerminalDoesNotShow(@TempDir Path root) throws Exception {
    try (RunLogs logs = new RunLogs(root)) {
      RunLog log = logs.of("default", "wiki-1", "0a1b2c3d-0000");
      log.redactor().hide(List.of(new SecretValue("hunter2-hunter2".getBytes())));
      log.take(
          new LogLine(
              Instant.now(),
              "one",
              "app",
              1,
              false,
              "hunt\u001b[1mer2-\u200bhun\u0000ter2 and so on"));
      log.say("hunt\u001b[1mer2-hunter2");

      assertThat(Files.readString(log.folder().resolve(RunLog.FILE)))
          .doesNotContain("hunter2")
          .contains("| *** and so on");
    }
  }
}
