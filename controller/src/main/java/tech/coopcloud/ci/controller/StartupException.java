package tech.coopcloud.ci.controller;

/** The server cannot start. The message is a sentence for a person: what, where, what to do. */
final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartupException(String sentence) {
    super(sentence);
  }

  StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
