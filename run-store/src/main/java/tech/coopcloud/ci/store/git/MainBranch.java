package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Follows {@code main}, wherever others move it: forward as a rule, and if it was rewritten,
 * removed or damaged, so that nothing that was acknowledged is lost.
 */
final class MainBranch {
  static final String REF = "refs/heads/main";

  /** Below this, former tips are kept that a rewritten {@code main} left out. */
  static final String REWRITTEN = "refs/cc-ci/rewritten/";

  private static final Logger log = LoggerFactory.getLogger(MainBranch.class);
  private static final String DAMAGED = "refs/cc-ci/damaged/";

  private final GitReader git;
  private final Refs refs;
  private final Importer importer;
  private final MainMerge merge;
  private final boolean remote;

  /** The remote's tip that needs no more looking at. */
  private @Nullable ObjectId joined;

  /**
   * @param remote whether there is one to be followed
   */
  MainBranch(GitReader git, Refs refs, Importer importer, MainMerge merge, boolean remote) {
    this.git = git;
    this.refs = refs;
    this.importer = importer;
    this.merge = merge;
    this.remote = remote;
  }

  /** Whether the remote's {@code main} was not looked at since it was fetched last. */
  boolean isBehindRemote() throws IOException {
    ObjectId theirs = remote ? refs.read(StateRemote.MAIN) : null;
    return theirs != null && !theirs.equals(joined);
  }

  /**
   * Brings a batch to where {@code main} is, and takes in what changed there.
   *
   * @param again files to look at whether they changed or not
   * @return a problem of the branch itself, or null
   */
  @Nullable Problem follow(Batch batch, Set<String> again) throws IOException {
    State base = batch.base();
    ObjectId tip = refs.read(REF);
    try {
      Problem problem = null;
      Set<String> files = new TreeSet<>(again);
      if (!Objects.equals(tip, base.main())) {
        problem = arrive(batch, base, tip);
      } else {
        join(batch, base);
      }
      if (!Objects.equals(batch.mainTip(), base.main())) {
        files.addAll(Importer.changed(base.mainTree(), batch.mainTreeWithFiles(), git));
      }
      if (!files.isEmpty()) {
        batch.duplicates().forEach(known -> files.add(known.path()));
        importer.run(batch, files);
      }
      return problem;
    } catch (GitReader.DamagedException e) {
      if (Objects.equals(tip, base.main()) && isBehindRemote()) {
        return refuse(batch, base, e);
      }
      if (tip == null || base.main() == null || tip.equals(base.main())) {
        throw e;
      }
      batch.restart();
      return setBack(batch, base.main(), tip, e);
    }
  }

  private @Nullable Problem arrive(Batch batch, State base, @Nullable ObjectId tip)
      throws IOException {
    ObjectId old = base.main();
    if (tip == null) {
      if (old != null) {
        refs.set(REF, old);
        return rewritten("main was removed; it is back at " + old.name());
      }
      return null;
    }
    GitTree theirs = git.tree(git.commit(tip).tree());
    if (old == null || git.isAncestor(old, tip)) {
      batch.onto(tip, theirs, null);
      return null;
    }
    ObjectId ancestor = git.mergeBase(old, tip);
    GitTree from = ancestor == null ? GitTree.empty() : git.tree(git.commit(ancestor).tree());
    batch.onto(tip, theirs, old);
    String kept = REWRITTEN + batch.now().getEpochSecond() + "-" + old.abbreviate(7).name();
    refs.set(kept, old);
    merge.run(batch, from, base.mainTree(), theirs);
    batch.because(CommitText.CC_CI, "Merge what the rewritten main left out");
    return rewritten(
        "main was rewritten to %s; what it left out was merged back, and the former tip is kept as %s"
            .formatted(tip.name(), kept));
  }

  /** Takes in what the remote's {@code main} has and ours has not. */
  private void join(Batch batch, State base) throws IOException {
    ObjectId theirs = remote ? refs.read(StateRemote.MAIN) : null;
    ObjectId ours = base.main();
    if (theirs == null || theirs.equals(joined)) {
      return;
    }
    if (ours != null && git.isAncestor(theirs, ours)) {
      joined = theirs;
      return;
    }
    GitTree tree = git.tree(git.commit(theirs).tree());
    if (ours == null || git.isAncestor(ours, theirs)) {
      batch.join(theirs, tree, null);
      return;
    }
    ObjectId ancestor = git.mergeBase(ours, theirs);
    GitTree from = ancestor == null ? GitTree.empty() : git.tree(git.commit(ancestor).tree());
    batch.join(theirs, tree, ours);
    merge.run(batch, from, base.mainTree(), tree);
    batch.because(CommitText.CC_CI, "Merge what was pushed meanwhile");
  }

  /** Goes on without what was fetched, as if it had not been: it will be fetched again. */
  private Problem refuse(Batch batch, State base, GitReader.DamagedException damage)
      throws IOException {
    ObjectId theirs = refs.read(StateRemote.MAIN);
    batch.restart();
    joined = base.main();
    if (joined == null) {
      joined = theirs;
    } else {
      refs.set(StateRemote.MAIN, joined);
    }
    String what =
        "In the remote's main, %s, %s; nothing of it was taken in. Push again from a clone that git fsck finds whole"
            .formatted(theirs == null ? "" : theirs.name(), damage.getMessage());
    log.warn("{}", what);
    return new Problem("", null, "DamagedObject", what);
  }

  private static Problem rewritten(String what) {
    log.warn("{}", what);
    return new Problem(
        "", null, "MainRewritten", what + ". Push new commits instead of rewriting old ones");
  }

  private Problem setBack(
      Batch batch, ObjectId good, ObjectId tip, GitReader.DamagedException damage)
      throws IOException {
    refs.set(DAMAGED + batch.now().getEpochSecond() + "-" + tip.abbreviate(7).name(), tip);
    Refs.Move back = refs.prepare(REF, tip, good);
    if (back != null) {
      back.commit();
    }
    String what =
        "In the new tip of main, %s, %s; main is back at the last good commit. Push again from a clone that git fsck finds whole"
            .formatted(tip.name(), damage.getMessage());
    log.warn("{}", what);
    return new Problem("", null, "DamagedObject", what);
  }
}
