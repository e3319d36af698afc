package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One meeting of the store's repository and its remote, with what is in the token file now. Every
 * failure of it is a {@link RemoteException}.
 */
final class Exchange {
  /** How long the remote may say nothing, in seconds. */
  private static final int SILENCE = 30;

  private static final Map<String, String> TRACKED =
      Map.of(MainBranch.REF, StateRemote.MAIN, Recovery.STATUS, StateRemote.STATUS);

  private final StateRemote remote;
  private final @Nullable String token;
  private final GitReader git;

  private Exchange(StateRemote remote, @Nullable String token, GitReader git) {
    this.remote = remote;
    this.token = token;
    this.git = git;
  }

  static Exchange begin(GitReader git, StateRemote remote) throws RemoteException {
    try {
      return new Exchange(remote, remote.token(), git);
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      throw RemoteException.of(remote.uri(), e);
    }
  }

  /** Where the remote's branches are; null for one that is not there. */
  record Tips(@Nullable ObjectId main, @Nullable ObjectId status, @Nullable ObjectId former) {
    @Nullable ObjectId of(String branch) {
      return switch (branch) {
        case MainBranch.REF -> main;
        case Recovery.STATUS -> status;
        default -> former;
      };
    }

    /** As they are after a push. */
    Tips with(List<Move> moves) {
      Map<String, ObjectId> to = new HashMap<>();
      moves.forEach(move -> to.put(move.branch(), move.to()));
      return new Tips(
          to.getOrDefault(MainBranch.REF, main),
          to.getOrDefault(Recovery.STATUS, status),
          to.getOrDefault(Line.FORMER, former));
    }
  }

  /** What a branch of the remote is to become. */
  record Move(String branch, @Nullable ObjectId from, ObjectId to, boolean force) {}

  /** How a push went. */
  enum Outcome {
    DONE,
    /** The remote's branches are not where they were thought to be: look again. */
    OVERTAKEN
  }

  /** Asks where the branches are, which costs little. */
  Tips look() throws RemoteException {
    try (Transport transport = transport();
        FetchConnection connection =
            transport.openFetch(
                List.of(
                    new RefSpec(MainBranch.REF),
                    new RefSpec(Recovery.STATUS),
                    new RefSpec(Line.FORMER)))) {
      return new Tips(
          id(connection.getRef(MainBranch.REF)),
          id(connection.getRef(Recovery.STATUS)),
          id(connection.getRef(Line.FORMER)));
    } catch (IOException | JGitInternalException e) {
      throw failure(e);
    }
  }

  private static @Nullable ObjectId id(@Nullable Ref ref) {
    return ref == null ? null : ref.getObjectId();
  }

  /** Fetches what we do not have of the tips, whole, and notes them as the remote's. */
  void fetch(Tips tips) throws RemoteException {
    List<RefSpec> wanted = new ArrayList<>();
    want(wanted, MainBranch.REF, tips.main());
    want(wanted, Recovery.STATUS, tips.status());
    if (wanted.isEmpty()) {
      return;
    }
    try (Transport transport = transport()) {
      transport.setCheckFetchedObjects(true);
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.fetch(NullProgressMonitor.INSTANCE, wanted);
    } catch (IOException | JGitInternalException e) {
      throw failure(e);
    }
  }

  private void want(List<RefSpec> wanted, String branch, @Nullable ObjectId tip)
      throws RemoteException {
    String tracked = Objects.requireNonNull(TRACKED.get(branch));
    try {
      if (tip != null
          && !(tip.equals(id(git.repository().exactRef(tracked)))
              && git.repository().getObjectDatabase().has(tip))) {
        wanted.add(new RefSpec("+" + branch + ":" + tracked));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Moves branches of the remote, all of them or none.
   *
   * @throws RemoteException when the remote does not want it
   */
  Outcome push(List<Move> moves) throws RemoteException {
    try (PushView view = new PushView(git.repository());
        Transport transport = remote.transport(view, token, SILENCE)) {
      transport.setPushAtomic(moves.size() > 1);
      Map<String, RemoteRefUpdate> updates = new LinkedHashMap<>();
      for (Move move : moves) {
        ObjectId from = move.from();
        if (from != null && git.repository().getObjectDatabase().has(from)) {
          view.skipUnchanged(from, move.to());
        }
        updates.put(
            move.branch(),
            new RemoteRefUpdate(
                view,
                null,
                move.to(),
                move.branch(),
                move.force(),
                null,
                from == null ? ObjectId.zeroId() : from));
      }
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, updates.values());
      return outcome(moves, updates, result);
    } catch (IOException | JGitInternalException e) {
      throw failure(e);
    }
  }

  private Outcome outcome(List<Move> moves, Map<String, RemoteRefUpdate> updates, PushResult result)
      throws RemoteException {
    String refusal = null;
    String branch = "";
    for (RemoteRefUpdate update : updates.values()) {
      switch (update.getStatus()) {
        case OK, UP_TO_DATE -> {}
        case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> {
          return Outcome.OVERTAKEN;
        }
        default -> {
          String said = String.valueOf(update.getMessage());
          // Of two that stand or fall together, one may only say that the other fell.
          if (refusal == null || refusal.contains("atomic")) {
            refusal = said;
            branch = update.getRemoteName();
          }
        }
      }
    }
    if (refusal == null) {
      return Outcome.DONE;
    }
    Tips now = look();
    for (Move move : moves) {
      if (!Objects.equals(now.of(move.branch()), move.from())) {
        return Outcome.OVERTAKEN;
      }
    }
    String told = result.getMessages().replace("error:", " ").strip().replaceAll("\\s+", " ");
    throw RemoteException.refused(
        remote.uri(), Repository.shortenRefName(branch), told.isEmpty() ? refusal : told);
  }

  /** Notes where the remote's branch is now, if that is of use later. */
  static void note(Refs refs, Move move) throws IOException {
    String tracked = TRACKED.get(move.branch());
    if (tracked != null) {
      refs.set(tracked, move.to());
    }
  }

  /** Whether one commit descends from the other, or is it; false when one is not here. */
  boolean descends(ObjectId tip, ObjectId from) throws RemoteException {
    try (RevWalk walk = new RevWalk(git.repository())) {
      return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(tip));
    } catch (MissingObjectException e) {
      return false;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** As {@link #descends}, or on a line of history that continues the other's. */
  boolean continues(ObjectId tip, ObjectId from) throws RemoteException {
    if (descends(tip, from)) {
      return true;
    }
    StatusCommit said = said(tip);
    Line line = said == null ? null : said.line();
    return line != null && line.continues() != null && continues(line.continues(), from);
  }

  /** What a commit of {@code status} says; null when it is not here, or not a cc-ci's. */
  @Nullable StatusCommit said(ObjectId status) throws RemoteException {
    try (RevWalk walk = new RevWalk(git.repository())) {
      return StatusCommit.parse(walk.parseCommit(status).getFullMessage());
    } catch (MissingObjectException e) {
      return null;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Tells of what others brought to {@code main} up to a commit. */
  void tell(Arrivals arrivals, ObjectId main) throws IOException {
    arrivals.tell(git.repository(), main);
  }

  private Transport transport() throws NotSupportedException, TransportException {
    return remote.transport(git.repository(), token, SILENCE);
  }

  private RemoteException failure(Exception error) {
    return switch (error) {
      case RemoteException told -> told;
      case IOException e -> RemoteException.of(remote.uri(), e);
      default -> RemoteException.of(remote.uri(), new IOException(error.getMessage(), error));
    };
  }
}
