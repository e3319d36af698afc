package tech.coopcloud.ci.store.lease;

/** The server cannot wait for the lease. The message is a sentence without a full stop. */
public final class LeaseException extends Exception {
  private static final long serialVersionUID = 1L;

  LeaseException(String sentence) {
    super(sentence);
  }

  LeaseException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
