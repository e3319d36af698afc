package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that holds one line, a secret, which nobody but its owner may read. */
public record TokenFile(Path path) {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /**
   * The secret as it is now, without the white space around it.
   *
   * @throws IOException when the file cannot be used. The message goes on a sentence that begins
   *     with what the file is for, has no full stop, and never says what is in it
   */
  public String read() throws IOException {
    Set<PosixFilePermission> mode;
    String secret;
    try {
      mode = mode();
      secret = Files.readString(path).strip();
    } catch (IOException e) {
      throw new IOException(
          path + " cannot be read (" + e + "): write the secret into it, for cc-ci's user alone",
          e);
    }
    if (!OWNERS.containsAll(mode)) {
      throw new IOException(
          path
              + " has mode "
              + PosixFilePermissions.toString(mode)
              + ", so that others may read or change it: chmod 600 it");
    }
    if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
      throw new IOException(path + " is to hold one line, the secret, and nothing else");
    }
    return secret;
  }

  /** Empty on a file system that knows no modes. */
  private Set<PosixFilePermission> mode() throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }
}
