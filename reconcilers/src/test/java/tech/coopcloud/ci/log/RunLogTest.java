package tech.coopcloud.ci.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.recipe.SecretValue;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

class RunLogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");

  @TempDir Path root;

  @Test
  void aLineThatIsOfferedTwiceIsTakenOnceAlsoAfterARestart() throws IOException {
    try (RunLogs logs = new RunLogs(root)) {
      RunLog log = logs.of("default", "wiki-1", "0a1b2c3d-0000");
      log.take(line(0, "first"));
      log.take(line(0, "first"));
      log.take(line(1, "second"));
    }
    try (RunLogs logs = new RunLogs(root)) {
      RunLog log = logs.of("default", "wiki-1", "0a1b2c3d-0000");
      log.take(line(0, "first"));
      log.take(line(1, "second"));
      log.take(line(2, "third"));
    }

    assertThat(written())
        .extracting(l -> l.substring(l.indexOf("| ") + 2))
        .containsExactly("first", "second", "third");
  }

  @Test
  void whatAContainerWroteBeforeItsSuccessorInTheSlotIsTakenAlsoWhenItComesAfter()
      throws IOException {
    try (RunLogs logs = new RunLogs(root)) {
      RunLog log = logs.of("default", "wiki-1", "0a1b2c3d-0000");
      log.take(line("old", 0, "first"));
      log.take(line("new", 2, "third"));
      log.take(line("old", 1, "second"));
    }

    assertThat(written())
        .extracting(l -> l.substring(l.indexOf("| ") + 2))
        .containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void everyLineIsInTheFileWhenTheCallReturns() throws IOException {
    try (RunLogs logs = new RunLogs(root)) {
      logs.of("default", "wiki-1", "0a1b2c3d-0000").say("Created network wiki_default.");

      assertThat(written())
          .singleElement()
          .asString()
          .endsWith("Z cc-ci | Created network wiki_default.");
    }
  }

  @Test
  void noSecretReachesTheFileInWhateverForm() throws IOException {
    SecretValue secret = new SecretValue("hunter2 & co".getBytes(StandardCharsets.UTF_8));
    try (RunLogs logs = new RunLogs(root)) {
      RunLog log = logs.of("default", "wiki-1", "0a1b2c3d-0000");
      log.redactor().hide(List.of(secret));
      log.say("plain hunter2 & co, base64 aHVudGVyMiAmIGNv, url hunter2+%26+co");
      log.take(line(0, "db: password is hunter2 & co"));
    }

    assertThat(String.join("\n", written()))
        .doesNotContain("hunter2", "aHVudGVyMiAmIGNv")
        .contains("***");
  }

  @Test
  void controlCharactersDoNotReachTheReadersTerminal() throws IOException {
    try (RunLogs logs = new RunLogs(root)) {
      logs.of("default", "wiki-1", "0a1b2c3d-0000").take(line(0, "\u001b[31mred\u001b[0m\u0007\r"));
    }

    assertThat(written()).singleElement().asString().endsWith("| red");
  }

  @Test
  void aCompleteLogIsMarkedAndADeletedOneLeavesNothing() {
    RunLogs logs = new RunLogs(root);
    logs.of("default", "wiki-1", "0a1b2c3d-0000").say("done");
    logs.complete("default", "wiki-1", "0a1b2c3d-0000");
    Path folder = logs.folder("default", "wiki-1", "0a1b2c3d-0000");
    assertThat(folder.resolve(RunLog.DONE)).exists();

    logs.delete("default", "wiki-1", "0a1b2c3d-0000");
    assertThat(folder).doesNotExist();
  }

  private List<String> written() throws IOException {
    return Files.readAllLines(root.resolve("default/wiki-1-0a1b2c3d/run.log"));
  }

  private static LogLine line(int second, String text) {
    return line("one", second, text);
  }

  private static LogLine line(String container, int second, String text) {
    return new LogLine(NOON.plusSeconds(second), container, "app", 1, false, text);
  }
}
