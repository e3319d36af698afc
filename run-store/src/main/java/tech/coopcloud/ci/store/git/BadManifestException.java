package tech.coopcloud.ci.store.git;

/** A file that should hold manifests cannot be read. */
final class BadManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int line;

  /**
   * @param reason one CamelCase word
   * @param line counted from 1; 0 when it is about the file as a whole
   * @param message what is wrong, and what to do, without the file's name
   */
  BadManifestException(String reason, int line, String message) {
    super(message);
    this.reason = reason;
    this.line = line;
  }

  String reason() {
    return reason;
  }

  /** {@code path:line}, or the path alone. */
  String where(String path) {
    return line == 0 ? path : path + ":" + line;
  }
}
