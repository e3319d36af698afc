package tech.coopcloud.ci.store.git;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.Exchange.Tips;

/**
 * Before a store opens: an empty repository becomes a copy of the remote, one that is behind
 * catches up, one that is ahead stays as it is. Where another server led meanwhile, the remote's
 * {@code status} is the true one, whatever is here.
 */
final class RemoteStart {
  private static final Logger log = LoggerFactory.getLogger(RemoteStart.class);

  /** Below this, tips of {@code status} are kept in place of which another server's was taken. */
  static final String SUPERSEDED = "refs/cc-ci/superseded/";

  private final GitReader git;
  private final StateRemote remote;
  private final Refs refs;
  private final boolean successor;

  /**
   * @param successor whether another server led since this one did last
   */
  RemoteStart(GitReader git, StateRemote remote, Refs refs, boolean successor) {
    this.git = git;
    this.remote = remote;
    this.refs = refs;
    this.successor = successor;
  }

  /**
   * Does it. A remote that is away is in the way only where there is nothing here to start from.
   *
   * @return whether {@code status} is another than it was, so that more versions may have been
   *     given out than it tells of
   */
  boolean run() throws IOException {
    ObjectId ours = refs.read(Recovery.STATUS);
    ObjectId seen = refs.read(StateRemote.STATUS);
    try {
      Exchange exchange = Exchange.begin(git, remote);
      Tips tips = exchange.look();
      exchange.fetch(tips);
      if (tips.main() != null && refs.read(MainBranch.REF) == null) {
        refs.set(MainBranch.REF, tips.main());
      }
      ObjectId theirs = tips.status();
      if (theirs == null || theirs.equals(ours)) {
        return successor;
      }
      boolean ahead = ours == null || isAhead(exchange, theirs, ours, seen);
      boolean taken = ahead || (successor && exchange.said(theirs) != null);
      if (taken) {
        if (ours != null && !ahead) {
          supersede(ours);
        } else if (ours != null && !exchange.descends(theirs, ours)) {
          refs.set(Line.FORMER, ours);
        }
        refs.set(Recovery.STATUS, theirs);
        log.info("status is taken from {}, at {}", remote.uri(), theirs.name());
      }
      return taken || successor;
    } catch (RemoteException e) {
      if (ours == null || successor) {
        throw new IOException(e.getMessage() + ". There is no copy here to start from", e);
      }
      log.warn("{}. The copy here is gone on with", e.getMessage());
      return false;
    }
  }

  private void supersede(ObjectId ours) throws IOException {
    String kept = keep(refs, ours);
    log.warn(
        "Another server led meanwhile: what this one had not pushed of status, up to {}, counts no more, and is kept as {}",
        ours.name(),
        kept);
  }

  /**
   * Keeps a tip of {@code status} in place of which another was taken; the ref that it has then.
   */
  static String keep(Refs refs, ObjectId superseded) throws IOException {
    String kept = SUPERSEDED + superseded.abbreviate(12).name();
    refs.set(kept, superseded);
    return kept;
  }

  /**
   * Whether theirs came after ours. Where both are on lines of history whose connection is not here
   * any more, it did if theirs was ours when it was last looked at: nothing was written here since.
   */
  private static boolean isAhead(
      Exchange exchange, ObjectId theirs, ObjectId ours, @Nullable ObjectId seen)
      throws RemoteException {
    StatusCommit now = exchange.said(theirs);
    StatusCommit before = exchange.said(ours);
    if (now == null || before == null) {
      return false;
    }
    return exchange.continues(theirs, ours)
        || (ours.equals(seen) && now.resourceVersion() > before.resourceVersion());
  }
}
