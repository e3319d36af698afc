package tech.coopcloud.ci.controller.ccctl;

import org.jspecify.annotations.Nullable;

/** Ends the command: one sentence for the user and the exit code. */
class CcctlException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode exitCode;

  CcctlException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  CcctlException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static CcctlException usage(String message) {
    return new CcctlException(ExitCode.USAGE, "error: " + message);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /** The message; there always is one. */
  String text() {
    String message = getMessage();
    return message == null ? toString() : message;
  }
}
