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

  /** How the recipe is written. */
  static final String LINT = "lint";

  /** The recipe's own tests. */
  static final String TESTS = "tests";

  /** Before the name of each of the recipe's own tests. */
  static final String TEST = "tests: ";

  /** Which recipes are deployed first; there is none where none is. */
  static final String DEPENDENCIES = "dependencies";

  /** Before the name of a recipe that is deployed first, and of what is done to it. */
  static final String DEPENDENCY = "dependency ";

  /** Before the number of a command that the Recipe wants to be run. */
  static final String HOOK = "hook ";

  private Checks() {}

  /** Whether a Recipe may not give the name to a check of its own. */
  static boolean isOurs(String name) {
    return name.equals(TESTS)
        || name.startsWith(TEST)
        || name.equals(CONVERGED)
        || name.equals(LIMITS)
        || name.startsWith("attempt ");
  }
}
