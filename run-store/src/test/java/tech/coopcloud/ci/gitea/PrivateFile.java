package tech.coopcloud.ci.gitea;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a token or a secret, as those who are given one want it. */
public final class PrivateFile {
  private PrivateFile() {}

  /** Writes it, with mode 600 from the beginning; it must not exist. */
  public static Path of(Path file, String line) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, line + "\n");
  }
}
