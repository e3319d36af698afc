package tech.coopcloud.ci.backup;

/** The restic program is missing or failed. The message is a sentence for a person. */
public final class ResticException extends Exception {
  private static final long serialVersionUID = 1L;

  ResticException(String sentence) {
    super(sentence);
  }
}
