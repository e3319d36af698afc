package tech.coopcloud.ci.controller.trigger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Whether what came was sent by somebody who knows the secret. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private Signature() {}

  /**
   * The signature of a body where it is the right one, compared in a time that says nothing of how
   * much of it was right.
   *
   * @param header as Gitea sends it, 64 hex digits
   */
  static Optional<String> verified(byte[] body, @Nullable String header, String secret) {
    byte[] expected = of(body, secret);
    return MessageDigest.isEqual(expected, parsed(header))
        ? Optional.of(HexFormat.of().formatHex(expected))
        : Optional.empty();
  }

  private static byte[] parsed(@Nullable String header) {
    try {
      return header == null || header.length() != 2 * BYTES
          ? new byte[0]
          : HexFormat.of().parseHex(header);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] of(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
