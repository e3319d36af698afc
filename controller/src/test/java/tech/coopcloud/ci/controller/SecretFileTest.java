package tech.coopcloud.ci.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir private Path folder;

  private SecretFile file(String mode, String text) throws IOException {
    Path path = folder.resolve("token");
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    return new SecretFile("--forge-token-file", path);
  }

  @Test
  void aFileThatNobodyElseMayReadIsRead() throws IOException {
    assertThat(file("rw-------", "abc\n").read()).isEqualTo("abc");
    assertThat(file("r--------", " abc ").read()).isEqualTo("abc");
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithoutItsContent() throws IOException {
    SecretFile file = file("rw-r-----", "abc");

    assertThatThrownBy(file::read)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("rw-r-----")
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("abc");
  }

  @Test
  void aFileThatHoldsNoOneLineIsRefused() throws IOException {
    assertThatThrownBy(file("rw-------", " \n")::read).hasMessageContaining("one line");
    assertThatThrownBy(file("rw-------", "a\nb\n")::read).hasMessageContaining("one line");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(new SecretFile("--forge-token-file", folder.resolve("none"))::read)
        .hasMessageContaining("--forge-token-file")
        .hasMessageContaining("cannot be read");
  }
}
