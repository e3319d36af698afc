package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.digest.Sha256;
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
    return "seed" + Sha256.hex(subject).substring(0, DIGITS);
  }

  /** What was written before the backup. */
  static String backedUp(RunView view) {
    return of(view, StageName.BACKUP, "backed up");
  }
}
