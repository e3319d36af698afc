package tech.coopcloud.ci.testrun;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;

/**
 * The values that seeds carry: small letters and digits, different for every run, stage, attempt
 * and purpose, and the same whenever they are asked for again. Pure.
 */
final class SeedValue {
  private static final int DIGITS = 12;

  private SeedValue() {}

  /**
   * @param purpose tells values of one stage apart, e.g. the version that is upgraded from
   */
  static String of(RunView view, StageName stage, String purpose) {
    StageStatus status = view.status().stage(stage);
    int attempt = status == null ? 1 : status.attemptsOrOne();
    String subject = String.join("\n", view.uid(), stage.text(), "" + attempt, purpose);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return "seed" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What was written before the backup. */
  static String backedUp(RunView view) {
    return of(view, StageName.BACKUP, "backed up");
  }
}
