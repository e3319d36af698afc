package tech.coopcloud.ci.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HookTest {
  @Test
  void aPipeWhoseDumpFailsIsAFailureWhereThereIsBash() {
    assertThat(commands("mysqldump app | gzip > /data/dump.gz").getFirst())
        .containsExactly("bash", "-c", "set -o pipefail; mysqldump app | gzip > /data/dump.gz");
  }

  @Test
  void aShellThatTheLabelNamesIsTheOneThatIsTaken() {
    assertThat(commands("sh -c 'dump \"$(cat /run/secrets/p)\" > /d'"))
        .containsExactly(
            List.of("bash", "-c", "set -o pipefail; dump \"$(cat /run/secrets/p)\" > /d"),
            List.of("sh", "-c", "dump \"$(cat /run/secrets/p)\" > /d"),
            List.of("sh", "-c", "dump \"$(cat /run/secrets/p)\" > /d"));
  }

  @Test
  void aContainerWithoutAShellGetsTheWordsAsTheyAre() {
    assertThat(commands("/backup --to '/data/a dump'").getLast())
        .containsExactly("/backup", "--to", "/data/a dump");
  }

  @Test
  void aQuoteThatIsNotClosedIsLeftToTheShellToComplainOf() {
    assertThat(commands("echo 'x")).hasSize(2);
  }

  private static List<List<String>> commands(String command) {
    return new Hook("s_db", "db", "backupbot.backup.pre-hook", command).commands();
  }
}
