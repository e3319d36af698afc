package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A repository as one push reads it. To tell what the remote has, JGit would go through every tree
 * of what is there, all of the archive too; here it only goes where something changed, as {@code
 * git push} does (pack.useSparse).
 */
final class PushView extends Repository {
  private final Repository whole;
  private final Set<ObjectId> known = new HashSet<>();

  PushView(Repository whole) {
    super(new Place().setGitDir(whole.getDirectory()).setFS(whole.getFS()).setBare());
    this.whole = whole;
  }

  private static final class Place extends BaseRepositoryBuilder<Place, Repository> {}

  /**
   * Passes over what did not change between two commits, of which the remote has the first and all
   * that belongs to it.
   */
  void skipUnchanged(ObjectId from, ObjectId to) throws IOException {
    try (RevWalk commits = new RevWalk(whole);
        TreeWalk trees = new TreeWalk(whole)) {
      ObjectId before = commits.parseCommit(from).getTree();
      ObjectId after = commits.parseCommit(to).getTree();
      if (before.equals(after)) {
        known.add(before.copy());
        return;
      }
      trees.addTree(before);
      trees.addTree(after);
      while (trees.next()) {
        if (trees.isSubtree() && trees.idEqual(0, 1)) {
          known.add(trees.getObjectId(0));
        } else if (trees.isSubtree()) {
          trees.enterSubtree();
        }
      }
    }
  }

  @Override
  public ObjectReader newObjectReader() {
    return new PushReader(whole.newObjectReader(), known);
  }

  @Override
  public ObjectDatabase getObjectDatabase() {
    return whole.getObjectDatabase();
  }

  @Override
  public RefDatabase getRefDatabase() {
    return whole.getRefDatabase();
  }

  @Override
  public StoredConfig getConfig() {
    return whole.getConfig();
  }

  @Override
  public AttributesNodeProvider createAttributesNodeProvider() {
    return whole.createAttributesNodeProvider();
  }

  @Override
  public String getIdentifier() {
    return whole.getIdentifier();
  }

  @Override
  public void create(boolean bare) throws IOException {
    whole.create(bare);
  }

  @Override
  public void scanForRepoChanges() throws IOException {
    whole.scanForRepoChanges();
  }

  @Override
  public void notifyIndexChanged(boolean internal) {
    whole.notifyIndexChanged(internal);
  }

  @Override
  protected void doClose() {
    // What is looked at stays open.
  }
}
