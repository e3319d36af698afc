package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.nio.file.Path;
import tech.coopcloud.ci.store.git.TokenFile;

/**
 * A token or a password in a file. It is read whenever it is needed, so that a new one needs no
 * restart, and never kept, printed or put on a command line.
 *
 * @param option that named the file
 */
record SecretFile(String option, Path path) {
  /**
   * What stands in it, without the white space around it.
   *
   * @throws StartupException when it cannot be read, is empty, or others may read it
   */
  String read() {
    try {
      return new TokenFile(path).read();
    } catch (IOException e) {
      throw new StartupException("The file of " + option + " " + e.getMessage() + ".", e);
    }
  }
}
