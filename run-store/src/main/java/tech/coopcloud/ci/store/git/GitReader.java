package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Reads objects from the repository. Every method may be called from any thread. */
final class GitReader implements GitTree.Loader, AutoCloseable {
  private final Repository repository;

  /** Whether packs went since they were listed. */
  private final AtomicBoolean stale = new AtomicBoolean();

  GitReader(Path path) throws IOException {
    repository =
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().setMustExist(true).build();
  }

  /** Takes note that packs were merged: a list of packs from before is of no use. */
  void packsChanged() {
    stale.set(true);
  }

  /** The repository itself, which stays open as long as this. */
  Repository repository() {
    if (stale.getAndSet(false)) {
      repository.getObjectDatabase().close();
    }
    return repository;
  }

  private ObjectReader reader() {
    return repository().newObjectReader();
  }

  private RevWalk walk() {
    return new RevWalk(repository());
  }

  /** An object is not there, or not what its id says. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(ObjectId id, IOException cause) {
      super("object " + id.name() + " is missing or damaged", cause);
    }
  }

  /** JGit gives up a whole pack for one damaged object in it; the others are still good. */
  private DamagedException damaged(ObjectId id, IOException cause) {
    stale.set(true);
    return new DamagedException(id, cause);
  }

  /** A commit: its tree, its parents, its whole message. */
  record Commit(ObjectId id, ObjectId tree, List<ObjectId> parents, String message) {}

  Commit commit(ObjectId id) throws IOException {
    try (RevWalk walk = walk()) {
      RevCommit commit = walk.parseCommit(id);
      List<ObjectId> parents = new ArrayList<>();
      for (RevCommit parent : commit.getParents()) {
        parents.add(parent.getId().copy());
      }
      return new Commit(id, commit.getTree().getId().copy(), parents, commit.getFullMessage());
    } catch (MissingObjectException | CorruptObjectException e) {
      throw damaged(id, e);
    }
  }

  @Override
  public GitTree tree(ObjectId id) throws IOException {
    return id.equals(Constants.EMPTY_TREE_ID)
        ? GitTree.empty()
        : new GitTree(bytes(id, Constants.OBJ_TREE, Integer.MAX_VALUE), id.copy());
  }

  /** The size of a blob in bytes. */
  long size(ObjectId id) throws IOException {
    try (ObjectReader reader = reader()) {
      return reader.getObjectSize(id, Constants.OBJ_BLOB);
    } catch (MissingObjectException | CorruptObjectException e) {
      throw damaged(id, e);
    }
  }

  byte[] blob(ObjectId id) throws IOException {
    return bytes(id, Constants.OBJ_BLOB, Integer.MAX_VALUE);
  }

  private byte[] bytes(ObjectId id, int type, int limit) throws IOException {
    try (ObjectReader reader = reader()) {
      ObjectLoader loader = reader.open(id, type);
      return loader.getCachedBytes(limit);
    } catch (MissingObjectException | CorruptObjectException e) {
      throw damaged(id, e);
    }
  }

  boolean isAncestor(ObjectId old, ObjectId tip) throws IOException {
    try (RevWalk walk = walk()) {
      return walk.isMergedInto(walk.parseCommit(old), walk.parseCommit(tip));
    } catch (MissingObjectException e) {
      throw damaged(e.getObjectId(), e);
    }
  }

  /** The newest commit that both descend from, or null. */
  @Nullable ObjectId mergeBase(ObjectId one, ObjectId other) throws IOException {
    try (RevWalk walk = walk()) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(one));
      walk.markStart(walk.parseCommit(other));
      RevCommit base = walk.next();
      return base == null ? null : base.getId().copy();
    } catch (MissingObjectException e) {
      throw damaged(e.getObjectId(), e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
