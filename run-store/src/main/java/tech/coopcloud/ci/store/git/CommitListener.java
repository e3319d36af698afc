package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.List;
import tech.coopcloud.ci.store.object.Problem;

/** Is told what became of the commits that others bring to {@code main} of the remote. */
public interface CommitListener {
  /** For those who do not want to know. */
  CommitListener NONE = (_, _, _) -> {};

  /**
   * A commit was taken in. Called once a commit as a rule, and again after a crash.
   *
   * @param commit 40 hex digits
   * @param files how many files that may hold manifests it changed, one at least
   * @param problems what is wrong with these files; empty when all that is in them was accepted
   * @throws IOException when it could not be passed on; it is tried again. The message is a
   *     sentence without a full stop
   */
  void arrived(String commit, int files, List<Problem> problems) throws IOException;
}
