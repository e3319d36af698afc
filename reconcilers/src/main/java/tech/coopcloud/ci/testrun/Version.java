package tech.coopcloud.ci.testrun;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Published;

/**
 * One version that a run deploys: of its recipe, or of one that is deployed before it.
 *
 * @param name a tag, branch or commit, as people know it
 * @param commit what it named when the run looked it up
 * @param dependency name of the recipe where it is not the run's own
 */
record Version(String name, String commit, @Nullable String dependency) {

  /** Of the run's own recipe. */
  Version(String name, String commit) {
    this(name, commit, null);
  }

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

  static Version of(Dependency dependency) {
    return new Version(dependency.version(), dependency.commit(), dependency.recipe());
  }

  /** Whether it is a version as recipes are published, {@code <recipe semver>+<upstream>}. */
  boolean published() {
    return name.contains("+");
  }
}
