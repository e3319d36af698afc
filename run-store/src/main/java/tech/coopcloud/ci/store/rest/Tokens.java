package tech.coopcloud.ci.store.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Author;

/** Who may use the API: whoever holds the token. */
public final class Tokens {
  private static final int TOKEN_BYTES = 32;

  private final byte[] digest;
  private final String token;
  private final Author holder;

  /**
   * @param token what a client has to send
   * @param holder whom its writes are attributed to
   */
  public Tokens(String token, Author holder) {
    this.token = token;
    this.digest = sha256(token);
    this.holder = holder;
  }

  /**
   * The token in a file, made (32 random bytes in hex, mode 0600) when there is none, so that a
   * kubeconfig outlives a restart.
   */
  public static Tokens in(Path file, Author holder) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(file, HexFormat.of().formatHex(random) + "\n");
    }
    String token = Files.readString(file).strip();
    if (token.isEmpty()) {
      throw new IOException(file + " is empty: delete it, and a new token is made");
    }
    return new Tokens(token, holder);
  }

  /** The token itself, for a kubeconfig. */
  public String token() {
    return token;
  }

  /**
   * Who sent an {@code Authorization} header: {@code Bearer TOKEN}, or {@code Basic} with any user
   * and the token as the password.
   *
   * @return null when the header does not carry the token
   */
  public @Nullable Author authenticate(@Nullable String authorization) {
    String sent = authorization == null ? null : sentToken(authorization);
    return sent != null && MessageDigest.isEqual(digest, sha256(sent)) ? holder : null;
  }

  private static @Nullable String sentToken(String authorization) {
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        byte[] pair = Base64.getDecoder().decode(authorization.substring(6).strip());
        String text = new String(pair, StandardCharsets.UTF_8);
        return text.substring(text.indexOf(':') + 1);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
