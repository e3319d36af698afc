package tech.coopcloud.ci.testrun;

/** The names of the checks that are made of a deployment. */
final class Checks {
  /** Every object of the stack was created. */
  static final String CREATED = "created";

  /** Every service runs and is healthy. */
  static final String CONVERGED = "converged";

  /** The address answers as expected. */
  static final String HTTPS = "https";

  /** The page opens in the browser. */
  static final String BROWSER = "browser";

  /** Deploying the same again changed nothing. */
  static final String UNCHANGED = "unchanged";

  private Checks() {}
}
