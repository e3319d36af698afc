package tech.coopcloud.ci.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.coopcloud.ci.disk.Folders;

/** The restic repositories of all runs. Each lives as long as its run. */
public final class Backups {
  private final Path root;
  private final byte[] key;
  private final String program;

  /**
   * @param root folder for the repositories
   * @param key of the installation, from which their passwords are derived
   * @param program the restic program, a path or a name to be found on PATH
   */
  public Backups(Path root, byte[] key, String program) throws IOException {
    this.root = root;
    this.key = key.clone();
    this.program = program;
    Files.createDirectories(root);
  }

  public Repository of(String uid) throws IOException {
    Path folder = root.resolve(uid);
    Files.createDirectories(folder);
    return new Repository(folder, new Restic(program, root, folder, password(uid)));
  }

  /** Deletes the run's repository. */
  public void forget(String uid) throws IOException {
    Folders.delete(root.resolve(uid));
  }

  /** Deletes what runs left that are not live any more. */
  public void sweep(Set<String> liveUids) throws IOException {
    List<Path> all;
    try (Stream<Path> folders = Files.list(root)) {
      all = folders.toList();
    }
    for (Path folder : all) {
      if (!liveUids.contains(folder.getFileName().toString())) {
        Folders.delete(folder);
      }
    }
  }

  private String password(String uid) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal(("restic repository of " + uid).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
