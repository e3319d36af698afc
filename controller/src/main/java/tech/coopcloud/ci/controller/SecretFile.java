package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A token or a password in a file. It is read whenever it is needed, so that a new one needs no
 * restart, and never kept, printed or put on a command line.
 *
 * @param option that named the file
 */
record SecretFile(String option, Path path) {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /**
   * What stands in it, without the white space around it.
   *
   * @throws StartupException when it cannot be read, is empty, or others may read it
   */
  String read() {
    try {
      checkMode();
      String text = Files.readString(path, StandardCharsets.UTF_8).strip();
      if (text.isEmpty() || text.lines().count() != 1) {
        throw new StartupException(
            "The file " + path + " (" + option + ") is to hold one line, the secret.");
      }
      return text;
    } catch (IOException e) {
      throw new StartupException(
          "The file "
              + path
              + " ("
              + option
              + ") cannot be read ("
              + e
              + "): write the secret into it, readable by cc-ci's user alone.",
          e);
    }
  }

  private void checkMode() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system that knows no modes
    }
    Set<PosixFilePermission> mode = view.readAttributes().permissions();
    if (mode.stream().anyMatch(OTHERS::contains)) {
      throw new StartupException(
          "The file %s (%s) may be read or changed by others (%s): chmod 600 it."
              .formatted(path, option, PosixFilePermissions.toString(mode)));
    }
  }
}
