package tech.coopcloud.ci.controller.ccctl;

/** How {@code ccctl} ends. These numbers are promised to scripts. */
public enum ExitCode {
  OK(0, "The command did what it was asked; for `run`: the run passed."),
  FAILED(1, "The run failed, or what `wait` waited for did not come."),
  UNVERIFIED(
      2,
      "The run ended without a verdict on the recipe: infrastructure, a timeout, or it was"
          + " cancelled."),
  REFUSED(3, "The server refused the request, or the object does not exist."),
  UNREACHABLE(4, "No server was found, or it does not answer."),
  USAGE(64, "The command line or a file named on it is wrong."),
  INTERNAL(70, "ccctl itself has a defect."),
  INTERRUPTED(130, "Interrupted with Ctrl-C.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The exit status of the process. */
  public int code() {
    return code;
  }

  /** One sentence for the manual. */
  public String meaning() {
    return meaning;
  }
}
