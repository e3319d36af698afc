package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  /** Where a standby {@linkplain Rehearsal rehearses}; mostly not there. */
  Path rehearsal() {
    return root.resolve("rehearsal");
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

  /** Tells this server from others of its installation: 8 hex digits, never to be copied. */
  String serverId() {
    return secret("server-id", 4);
  }

  /** What is known here of the last time that this server led. */
  Path term() {
    return root.resolve("term");
  }

  /**
   * A fingerprint of what all servers of an installation have in common, {@link #controllerId} and
   * {@link #secretsKey}, which tells nothing of either: 16 hex digits.
   */
  String installation() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secretsKey(), "HmacSHA256"));
      byte[] digest =
          mac.doFinal(("installation " + controllerId()).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
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
