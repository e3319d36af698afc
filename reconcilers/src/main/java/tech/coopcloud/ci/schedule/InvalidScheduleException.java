package tech.coopcloud.ci.schedule;

/** A Schedule whose times cannot be told; its message says why in a sentence. */
final class InvalidScheduleException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidScheduleException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
