package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.GoneException;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StorageException;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * An {@link ObjectStore} in a bare git repository: manifests on {@code main}, which anybody may
 * clone and push to at any time, observed state on {@code status}, which only the store writes. One
 * thread writes; what arrives while it commits goes into the next commit.
 */
public final class GitObjectStore implements ObjectStore {
  private static final Logger log = LoggerFactory.getLogger(GitObjectStore.class);

  /** So many writes go into one commit at most. */
  private static final int MANY = 1_000;

  /** What a server that went may have given out of versions after its last push. */
  private static final long AFTER_ANOTHER = 1_000_000;

  /** How often the refs are looked at when nothing told of a change. */
  private static final long LOOK_MILLIS = 1_000;

  private final FileChannel lock;
  private final GitReader git;
  private final Refs refs;
  private final PackMerger merger;
  private final Repacker repacker;
  private final Tables tables;
  private final Types types;
  private final Archive archive;
  private final Writer writer;
  private final RefWatcher watcher;
  private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final @Nullable RemoteSync sync;
  private volatile boolean closed;

  /** Asks the writer thread to look at the refs; counted down when it has. */
  private static final class Look {
    final CountDownLatch done = new CountDownLatch(1);
  }

  private GitObjectStore(
      FileChannel lock,
      Path path,
      List<ResourceType> resourceTypes,
      Clock clock,
      @Nullable StateRemote remote,
      Lead lead,
      CommitListener commits,
      Housekeeping housekeeping)
      throws IOException {
    this.lock = lock;
    Bare.prepare(path);
    refs = new Refs(path);
    PackFolder folder = new PackFolder(path);
    Recovery recovery = new Recovery(folder, refs);
    recovery.unlock(MainBranch.REF, Recovery.STATUS, Line.FORMER, Recovery.STATUS_COPY);
    recovery.unlock(StateRemote.MAIN, StateRemote.STATUS, Arrivals.TOLD);
    List<PackFolder.PackFile> packs = recovery.run();
    git = new GitReader(path);
    boolean another =
        remote != null && new RemoteStart(git, remote, refs, lead.isSuccessor()).run();
    types = new Types(resourceTypes);
    archive = new Archive(git, refs, types);
    Loader.Loaded loaded =
        new Loader(git, types).load(refs.read(Recovery.STATUS), another ? AFTER_ANOTHER : 0);
    restoreMain(loaded.state().main());
    tables = new Tables(resourceTypes, loaded.objects(), loaded.version());
    merger = new PackMerger(folder, packs, this::settle, git::packsChanged);
    repacker =
        new Repacker(path, folder, merger, housekeeping.grace(), this::settle, git::packsChanged);
    writer =
        new Writer(
            path,
            types,
            new ObjectRules(resourceTypes),
            tables,
            loaded,
            git,
            refs,
            folder,
            merger,
            clock,
            housekeeping,
            repacker::ask,
            remote != null);
    writer.commit(List.of());
    watcher = new RefWatcher(path.resolve("refs/heads"), () -> queue.add(new Look()));
    Arrivals arrivals = new Arrivals(refs, writer::problems, commits);
    sync = remote == null ? null : new RemoteSync(git, remote, refs, lead, this::refresh, arrivals);
    thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  /**
   * Opens a store, and makes the repository where there is none. Before this returns, whatever was
   * pushed while no store ran is taken in.
   *
   * @param path the bare repository
   * @param types what is served
   * @throws StorageException when the repository cannot be used, or another process uses it
   */
  public static GitObjectStore open(Path path, List<ResourceType> types, Clock clock) {
    return open(path, types, clock, null, Lead.UNKNOWN, CommitListener.NONE, Housekeeping.DEFAULT);
  }

  /**
   * As {@link #open(Path, List, Clock)}, kept equal to a repository elsewhere as long as it is
   * open.
   *
   * @param remote null for none; where it is away, the store goes on with what it has
   * @param lead who leads there
   * @param commits is told of what others commit there
   */
  public static GitObjectStore open(
      Path path,
      List<ResourceType> types,
      Clock clock,
      @Nullable StateRemote remote,
      Lead lead,
      CommitListener commits,
      Housekeeping housekeeping) {
    FileChannel lock = null;
    try {
      lock = Bare.lock(path);
      return new GitObjectStore(lock, path, types, clock, remote, lead, commits, housekeeping);
    } catch (IOException e) {
      release(lock);
      throw new StorageException(
          "The state repository " + path + " cannot be opened: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static void release(@Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      log.warn("The lock of the repository could not be given back: {}", e.toString());
    }
  }

  /** After a crash or somebody's mistake: {@code main} is at least where it was. */
  private void restoreMain(@Nullable ObjectId known) throws IOException {
    ObjectId tip = refs.read(MainBranch.REF);
    if (known != null && !known.equals(tip) && (tip == null || behind(tip, known))) {
      refs.set(MainBranch.REF, known);
    }
  }

  private boolean behind(ObjectId tip, ObjectId known) throws IOException {
    try {
      return git.isAncestor(tip, known);
    } catch (GitReader.DamagedException e) {
      return false; // the branch itself tells of it
    }
  }

  private void settle() {
    try {
      refs.force(MainBranch.REF);
      refs.force(Line.FORMER);
      refs.force(Recovery.STATUS);
    } catch (IOException e) {
      throw new StorageException("The refs could not be forced to disk", e);
    }
  }

  @Override
  public @Nullable StoredObject get(ObjectKey key) {
    Kept kept = tables.get(key);
    return kept == null ? null : kept.object();
  }

  @Override
  public Listing list(GroupResource type, @Nullable String namespace) {
    return tables.list(type, namespace);
  }

  @Override
  public StoredObject write(ObjectKey key, long expected, @Nullable ObjectNode next, Author author)
      throws ConflictException {
    Write write = new Write(key, expected, next, author);
    if (closed) {
      throw new StorageException("The store is closed", new IllegalStateException());
    }
    queue.add(write);
    if (closed && queue.remove(write)) {
      throw new StorageException("The store is closed", new IllegalStateException());
    }
    return write.await();
  }

  @Override
  public ArchivePage archived(
      GroupResource type,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String after,
      Predicate<StoredObject> wanted,
      int limit) {
    try {
      return archive.page(types.get(type), namespace, name, after, wanted, limit);
    } catch (IOException e) {
      throw new StorageException("The archive cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes in what was pushed, at once; returns when it is visible. */
  public void refresh() throws InterruptedException {
    Look look = new Look();
    queue.add(look);
    while (!look.done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (closed) {
        return;
      }
    }
  }

  @Override
  public Watch watch(
      GroupResource type,
      @Nullable String namespace,
      long resourceVersion,
      Consumer<WatchEvent> listener,
      Runnable lost)
      throws GoneException {
    return tables.log(type).watch(namespace, resourceVersion, listener, lost);
  }

  @Override
  public long resourceVersion() {
    return tables.resourceVersion();
  }

  /** Looks at the remote at once, as when somebody tells that it has changed. */
  public void lookAtRemote() {
    if (sync != null) {
      sync.look();
    }
  }

  @Override
  public List<Problem> problems() {
    List<Problem> ours = ownProblems();
    List<Problem> between = remoteProblems();
    return between.isEmpty() ? ours : Stream.concat(between.stream(), ours.stream()).toList();
  }

  /** Those of {@link #problems()} that this repository has whatever its remote does. */
  public List<Problem> ownProblems() {
    return writer.problems();
  }

  /** Those of {@link #problems()} that are the remote's, and stop nothing here. */
  public List<Problem> remoteProblems() {
    return sync == null ? List.of() : sync.problems();
  }

  /** How many batches of writes were committed since the store was opened. */
  public long commits() {
    return writer.commits();
  }

  private void run() {
    List<Object> taken = new ArrayList<>();
    while (true) {
      taken.clear();
      try {
        Object first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          taken.add(first);
          queue.drainTo(taken, MANY);
        }
      } catch (InterruptedException e) {
        log.debug("nobody interrupts the writer; it goes on", e);
      }
      List<Write> writes = new ArrayList<>();
      List<Look> looks = new ArrayList<>();
      for (Object one : taken) {
        if (one instanceof Write write) {
          writes.add(write);
        } else if (one instanceof Look look) {
          looks.add(look);
        }
      }
      if (!writes.isEmpty() || isDue()) {
        long before = writer.commits();
        writer.commit(writes);
        if (sync != null && writer.commits() != before) {
          sync.committed();
        }
      }
      looks.forEach(look -> look.done.countDown());
      if (closed && queue.isEmpty()) {
        return;
      }
    }
  }

  private boolean isDue() {
    try {
      return writer.isDue();
    } catch (IOException e) {
      log.warn("The refs cannot be read: {}", e.toString());
      return false;
    }
  }

  /** Finishes the writes that are under way, then gives the repository back. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (sync != null) {
      sync.close();
    }
    closed = true;
    queue.add(new Look());
    try {
      thread.join();
      writer.copyStatus();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("The copy of status could not be written: {}", e.toString());
    }
    watcher.close();
    merger.close();
    repacker.close(); // which may wait for a merge
    tables.close();
    git.close();
    release(lock);
  }
}
