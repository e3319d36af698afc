package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Tells of the commits that others brought to the remote's {@code main}. How far it has come is a
 * ref, so that a restart tells of what was left; what was there at the first look is history.
 */
final class Arrivals {
  /** The commit of the remote's {@code main} up to which everything was told. */
  static final String TOLD = "refs/cc-ci/told/main";

  private final Refs refs;
  private final Supplier<List<Problem>> problems;
  private final CommitListener listener;

  Arrivals(Refs refs, Supplier<List<Problem>> problems, CommitListener listener) {
    this.refs = refs;
    this.problems = problems;
    this.listener = listener;
  }

  /** A commit, and the files it changed that may hold manifests. */
  private record Brought(ObjectId commit, Set<String> files) {}

  /** Tells of what is new up to a commit that was taken in. */
  void tell(Repository repository, ObjectId tip) throws IOException {
    ObjectId told = refs.read(TOLD);
    if (tip.equals(told)) {
      return;
    }
    if (told != null) {
      List<Problem> now = problems.get();
      for (Brought brought : brought(repository, told, tip)) {
        if (!brought.files.isEmpty()) {
          listener.arrived(
              brought.commit.name(),
              brought.files.size(),
              now.stream().filter(problem -> brought.files.contains(problem.path())).toList());
        }
        refs.set(TOLD, brought.commit);
      }
    }
    refs.set(TOLD, tip);
  }

  /** Oldest first, without our own. */
  private static List<Brought> brought(Repository repository, ObjectId since, ObjectId tip)
      throws IOException {
    List<Brought> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(since));
      for (RevCommit commit : walk) {
        String committer = commit.getCommitterIdent().getEmailAddress();
        if (!committer.equals(CommitText.CC_CI.email())) {
          RevCommit parent =
              commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
          found.add(new Brought(commit.getId().copy(), files(repository, parent, commit)));
        }
      }
    }
    return found;
  }

  private static Set<String> files(
      Repository repository, @Nullable RevCommit parent, RevCommit commit) throws IOException {
    Set<String> files = new TreeSet<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      if (parent == null) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        walk.addTree(parent.getTree());
      }
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (Manifests.mayHold(walk.getPathString())) {
          files.add(walk.getPathString());
        }
      }
    }
    return files;
  }
}
