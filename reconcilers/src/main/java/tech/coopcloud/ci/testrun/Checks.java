package tech.coopcloud.ci.testrun;

/** The names of the checks that are made of a deployment. */
final class Checks {
  /** Every object of the stack was created. */
  static final String CREATED = "created";

  /** What the run has only because the Recipe allows it, and why; there is none without such. */
  static final String ALLOWED = "allowed";

  /** Every service runs and is healthy. */
  static final String CONVERGED = "converged";

  /** A service met the limit on its memory or its processes; there is none while none did. */
  static final String LIMITS = "limits";

  /** The address answers as expected. */
  static final String HTTPS = "https";

  /** The page opens in the browser. */
  static final String BROWSER = "browser";

  /** Deploying the same again changed nothing. */
  static final String UNCHANGED = "unchanged";

  private Checks() {}
}
