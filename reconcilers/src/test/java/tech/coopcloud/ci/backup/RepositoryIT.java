package tech.coopcloud.ci.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the machine's restic. */
class RepositoryIT {
  private static final Item ITEM = new Item("data", "sub/dump.sql", List.of());

  @TempDir private Path folder;

  @Test
  void theNewestCaptureIsTheOneThatIsReadBack() throws Exception {
    Repository repository = backups("restic").of("run-1");
    assertThat(repository.open()).isTrue();
    assertThat(backups("restic").of("run-1").open()).isFalse();

    repository.keep(ITEM, new ByteArrayInputStream(new byte[1024]));
    repository.keep(ITEM, new ByteArrayInputStream(new byte[2048]));
    repository.check();

    assertThat(repository.<Integer>read(ITEM, tar -> tar.readAllBytes().length)).isEqualTo(2048);
  }

  @Test
  void aCaptureThatBreaksOffIsNotKept() throws Exception {
    Repository repository = backups("restic").of("run-2");
    repository.open();
    repository.keep(ITEM, new ByteArrayInputStream(new byte[1024]));

    assertThatThrownBy(() -> repository.keep(ITEM, new BreaksOff()))
        .isInstanceOf(ResticException.class)
        .hasMessageContaining("gone");

    assertThat(repository.<Integer>read(ITEM, tar -> tar.readAllBytes().length)).isEqualTo(1024);
  }

  @Test
  void whereThereIsNoResticItSaysWhatToInstall() throws Exception {
    Repository repository = backups("no-such-restic").of("run-3");

    assertThatThrownBy(repository::open)
        .isInstanceOf(ResticException.class)
        .hasMessageContaining("install restic")
        .hasMessageContaining("CC_CI_RESTIC");
  }

  @Test
  void whatRunsLeftThatAreOverIsSweptAway() throws Exception {
    Backups backups = backups("restic");
    backups.of("live");
    backups.of("over");

    backups.sweep(Set.of("live"));

    assertThat(folder.resolve("live")).exists();
    assertThat(folder.resolve("over")).doesNotExist();
    backups.forget("live");
    assertThat(Files.list(folder)).isEmpty();
  }

  private Backups backups(String program) throws IOException {
    String named = System.getenv("CC_CI_RESTIC");
    return new Backups(
        folder, new byte[32], program.equals("restic") && named != null ? named : program);
  }

  /** A tar whose beginning comes and whose end does not. */
  private static final class BreaksOff extends InputStream {
    private int left = 100_000;

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("the container is gone");
      }
      return 0;
    }
  }
}
