package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.model.Published;

/**
 * One version of the recipe that a run deploys.
 *
 * @param name a tag, branch or commit, as people know it
 * @param commit what it named when the run looked it up
 */
record Version(String name, String commit) {

  /** What the run tests; its commit must be pinned by now. */
  static Version ofRef(RunView view) {
    String commit = view.status().commit();
    if (commit == null) {
      throw new IllegalStateException("the commit of " + view.name() + " is not pinned yet");
    }
    String ref = view.spec().ref();
    return new Version(ref == null ? commit : ref, commit);
  }

  static Version of(Published published) {
    return new Version(published.version(), published.commit());
  }

  /** Whether it is a version as recipes are published, {@code <recipe semver>+<upstream>}. */
  boolean published() {
    return name.contains("+");
  }
}
