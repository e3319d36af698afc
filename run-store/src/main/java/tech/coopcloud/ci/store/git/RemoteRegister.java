package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Small texts on a state repository, each under a ref of its own below {@value #ROOT} that leads to
 * it alone, so that nothing of what was there before is kept. A text is replaced only by who knows
 * what is there: the remote compares and sets. Nothing of it is kept here.
 */
public final class RemoteRegister {
  /** Where git's own branches and tags are not. */
  static final String ROOT = "refs/cc-ci/";

  /** How long the remote may say nothing, in seconds. */
  private static final int SILENCE = 4;

  private final StateRemote remote;

  public RemoteRegister(StateRemote remote) {
    this.remote = remote;
  }

  /** The address of the repository. */
  public String where() {
    return remote.uri().toString();
  }

  /** Tells one text from another, whether it is there yet or not. */
  public static String version(String text) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8)).name();
    }
  }

  /**
   * The names that there are, such as {@code lease}, and the version of each.
   *
   * @throws IOException with a sentence, when the remote cannot be asked
   */
  public Map<String, String> look() throws IOException {
    return exchange(
        (repository, transport) -> {
          Map<String, String> found = new TreeMap<>();
          try (FetchConnection connection =
              transport.openFetch(List.of(new RefSpec(ROOT + "*:" + ROOT + "*")))) {
            for (Ref ref : connection.getRefs()) {
              if (ref.getName().startsWith(ROOT)) {
                found.put(ref.getName().substring(ROOT.length()), ref.getObjectId().name());
              }
            }
          }
          return found;
        });
  }

  /**
   * What is under a name now.
   *
   * @throws IOException as {@link #look}, and when there is nothing
   */
  public String read(String name) throws IOException {
    return exchange(
        (repository, transport) -> {
          transport.setTagOpt(TagOpt.NO_TAGS);
          transport.fetch(
              NullProgressMonitor.INSTANCE,
              List.of(new RefSpec("+" + ROOT + name + ":" + ROOT + name)));
          Ref ref = repository.exactRef(ROOT + name);
          if (ref == null) {
            throw new IOException("There is no " + name + " any more on " + where());
          }
          return new String(
              repository.open(ref.getObjectId(), Constants.OBJ_BLOB).getBytes(),
              StandardCharsets.UTF_8);
        });
  }

  /**
   * Replaces what is under a name. When it throws, the remote may have done it nevertheless.
   *
   * @param expected the version that has to be there now; null for none
   * @param text null to remove it
   * @return false when something else is there
   * @throws IOException as {@link #look}
   */
  public boolean swap(String name, @Nullable String expected, @Nullable String text)
      throws IOException {
    return exchange(
        (repository, transport) -> {
          RemoteRefUpdate update =
              new RemoteRefUpdate(
                  repository,
                  null,
                  text == null ? null : insert(repository, text),
                  ROOT + name,
                  true,
                  null,
                  expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected));
          transport.push(NullProgressMonitor.INSTANCE, List.of(update));
          return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> true;
            case REJECTED_REMOTE_CHANGED, NON_EXISTING -> false;
            default -> refused(name, expected, String.valueOf(update.getMessage()));
          };
        });
  }

  /** Of a race, a remote may say in its own words that it was lost. */
  private boolean refused(String name, @Nullable String expected, String said) throws IOException {
    if (Objects.equals(look().get(name), expected)) {
      throw RemoteException.refused(remote.uri(), ROOT + name, said);
    }
    return false;
  }

  private static ObjectId insert(Repository repository, String text) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
      inserter.flush();
      return id;
    }
  }

  private interface Talk<T> {
    T with(Repository repository, Transport transport) throws IOException;
  }

  private <T> T exchange(Talk<T> talk) throws IOException {
    String token = remote.token();
    try (Repository repository = new InMemoryRepository(new DfsRepositoryDescription("register"));
        Transport transport = remote.transport(repository, token, SILENCE)) {
      return talk.with(repository, transport);
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      throw RemoteException.of(remote.uri(), e);
    } catch (JGitInternalException e) {
      throw RemoteException.of(remote.uri(), new IOException(e.getMessage(), e));
    }
  }
}
