package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The folder that holds everything of one installation, and what is made in it once. */
record DataFolder(Path root) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Makes the folder where there is none. */
  static DataFolder open(Path root) {
    try {
      Files.createDirectories(root);
      Path probe = Files.createTempFile(root, "writable", null);
      Files.delete(probe);
    } catch (IOException e) {
      throw new StartupException(
          "The data folder "
              + root
              + " cannot be written to ("
              + e
              + "): make it writable, or give another --data.",
          e);
    }
    return new DataFolder(root);
  }

  Path state() {
    return root.resolve("state.git");
  }

  Path runs() {
    return root.resolve("runs");
  }

  Path sources() {
    return root.resolve("sources");
  }

  Path checkouts() {
    return root.resolve("checkouts");
  }

  /** What is known of the images that were pulled. */
  Path images() {
    return root.resolve("images.json");
  }

  Path backups() {
    return root.resolve("backups");
  }

  Path browser() {
    return root.resolve("browser");
  }

  Path pki() {
    return root.resolve("pki");
  }

  Path ingressPki() {
    return pki().resolve("ingress");
  }

  Path kubeconfig() {
    return root.resolve("kubeconfig");
  }

  /** Tells this installation's objects in the swarm from those of others: 16 hex digits. */
  String controllerId() {
    return secret("controller-id", 8);
  }

  /** The key from which the secrets of test deployments are derived. */
  byte[] secretsKey() {
    return HexFormat.of().parseHex(secret("secrets.key", 32));
  }

  /** The token by which clients of the API are known: 64 hex digits. */
  String token() {
    return secret("token", 32);
  }

  private String secret(String name, int bytes) {
    Path file = root.resolve(name);
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        Path fresh =
            Files.createTempFile(
                root,
                name,
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            fresh, HexFormat.of().formatHex(random) + "\n", StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new StartupException("The file " + file + " cannot be used: " + e + ".", e);
    }
  }
}
