package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.PackFolder.PackFile;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;
import tech.coopcloud.ci.store.object.StorageException;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * Makes batches durable, one after the other. The order is what makes them whole: the pack with all
 * objects, forced to disk; its index; then the refs, each compared with what it was; then readers
 * see it and writers are told. Not thread safe: one thread owns it.
 */
final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  /** So many versions are reserved ahead for what is only in memory. */
  private static final long MARGIN = 10_000;

  private final Path path;
  private final Types types;
  private final Tables tables;
  private final Ledger ledger;
  private final GitReader git;
  private final Refs refs;
  private final PackFolder folder;
  private final PackMerger merger;
  private final Housekeeping housekeeping;
  private final Runnable dropped;
  private final boolean remote;
  private final MainBranch main;
  private final MainFiles files;
  private final EventRecorder events;
  private final Clock clock;
  private final Set<String> again = new HashSet<>();
  private final Map<String, Problem> conditions = new LinkedHashMap<>();
  private State state;
  private long version;
  private volatile List<Problem> problems = List.of();
  private final AtomicLong commits = new AtomicLong();

  /**
   * @param dropped is told when a line of history is not referred to any more
   * @param remote whether there is one to be followed
   */
  Writer(
      Path path,
      Types types,
      ObjectRules rules,
      Tables tables,
      Loader.Loaded loaded,
      GitReader git,
      Refs refs,
      PackFolder folder,
      PackMerger merger,
      Clock clock,
      Housekeeping housekeeping,
      Runnable dropped,
      boolean remote)
      throws IOException {
    this.path = path;
    this.types = types;
    this.tables = tables;
    this.git = git;
    this.refs = refs;
    this.folder = folder;
    this.merger = merger;
    this.clock = clock;
    this.housekeeping = housekeeping;
    this.dropped = dropped;
    this.remote = remote;
    state = loaded.state();
    version = loaded.version();
    ledger = new Ledger();
    for (Kept kept : loaded.objects()) {
      if (kept.path() != null) {
        ledger.add(kept.path(), kept.object().key());
      }
    }
    loaded.problems().forEach(ledger::setProblems);
    again.addAll(loaded.problems().keySet());
    loaded.damage().forEach(problem -> conditions.put(problem.message(), problem));
    if (!loaded.damage().isEmpty()) {
      again.addAll(Importer.changed(GitTree.empty(), state.mainTree(), git));
    }
    Manifests manifests = new Manifests(types, rules);
    main =
        new MainBranch(
            git,
            refs,
            new Importer(git, manifests, new Admission(rules)),
            new MainMerge(git, manifests),
            remote);
    files = new MainFiles(types, manifests, git);
    events = new EventRecorder(types);
  }

  /** What a person has to mend, newest first. */
  List<Problem> problems() {
    return problems;
  }

  /**
   * How many batches were made durable since the store was opened; one at most has a commit on each
   * branch.
   */
  long commits() {
    return commits.get();
  }

  /** Whether there is something to commit without anybody's write. */
  boolean isDue() throws IOException {
    return !again.isEmpty()
        || events.isDue(clock.instant())
        || !Objects.equals(refs.read(MainBranch.REF), state.main())
        || main.isBehindRemote();
  }

  /** Takes in what was pushed, and makes the writes that fit; tells every writer how it went. */
  void commit(List<Write> writes) {
    try {
      while (!attempt(writes)) {
        log.debug("main moved under a commit, which starts anew");
      }
      while ((!again.isEmpty() || main.isBehindRemote()) && attempt(List.of())) {
        log.debug("looked again: at files whose objects went, or at the remote's main");
      }
    } catch (IOException | RuntimeException e) {
      StorageException failure = failure(e);
      conditions.put(
          "storage", new Problem("", null, "StorageFailed", String.valueOf(failure.getMessage())));
      showProblems();
      log.error("{}", failure.getMessage(), e);
      writes.forEach(write -> write.fail(failure));
    }
  }

  private StorageException failure(Exception e) {
    if (e instanceof StorageException sentence) {
      return sentence;
    }
    boolean told = e instanceof IOException && !(e instanceof FileSystemException);
    String why = told ? String.valueOf(e.getMessage()) : e.toString();
    return new StorageException(
        "The state repository "
            + path
            + " did not take a write: "
            + why
            + ". Nothing that was acknowledged is lost; make room or mend the repository, writing"
            + " goes on by itself",
        e);
  }

  /** One try; false when {@code main} moved meanwhile. */
  private boolean attempt(List<Write> writes) throws IOException {
    Set<String> looked = Set.copyOf(again);
    try (Batch batch =
        new Batch(
            state, version, types, tables, ledger, git, housekeeping.archived(), clock.instant())) {
      Problem branch = main.follow(batch, looked);
      if (branch != null) {
        events.warn(batch, branch);
      }
      Map<Write, StoredObject> stored = new LinkedHashMap<>();
      Map<Write, Exception> refused = new LinkedHashMap<>();
      for (Write write : writes) {
        try {
          stored.put(write, apply(batch, write));
        } catch (ConflictException | StorageException e) {
          refused.put(write, e);
        }
      }
      batch.newProblems().forEach(problem -> events.warn(batch, problem));
      events.expire(batch);
      State next = batch.seal(MARGIN, isLineDue(batch.now()));
      version = batch.version();
      if (!batch.pack.isEmpty()) {
        if (!store(batch, next)) {
          return false;
        }
        commits.incrementAndGet();
      }
      publish(batch, next, looked, branch);
      stored.forEach(Write::succeed);
      refused.forEach(Write::fail);
      return true;
    }
  }

  private StoredObject apply(Batch batch, Write write) throws ConflictException, IOException {
    ObjectKey key = write.key;
    Kept current = batch.get(key);
    long there = current == null ? 0 : current.object().resourceVersion();
    if (there != write.expected || (current == null && write.next == null)) {
      throw new ConflictException(key, current == null ? null : current.object());
    }
    boolean desired = types.get(key.type()).persistence() == Persistence.DESIRED_AND_OBSERVED;
    if (write.next == null && current != null) {
      if (desired) {
        files.remove(batch, current, write.author);
      }
      return batch.remove(key, current);
    }
    String manifest = current == null ? null : current.path();
    ObjectNode next = Objects.requireNonNull(write.next);
    if (desired && current == null) {
      manifest = files.create(batch, key, next, write.author);
    } else if (desired && current != null) {
      files.update(batch, current, next, write.author);
    }
    return batch.put(key, next, manifest);
  }

  /** Pack, index, refs; false when {@code main} is not where the batch was made for. */
  private boolean store(Batch batch, State next) throws IOException {
    PackFile pack = folder.write(batch.pack.finish());
    boolean moved = false;
    try {
      Refs.Move mainMove = null;
      ObjectId to = next.main();
      if (to != null && !to.equals(batch.mainRef())) {
        mainMove = refs.prepare(MainBranch.REF, batch.mainRef(), to);
        if (mainMove == null) {
          return false;
        }
      }
      Refs.Move statusMove;
      try {
        statusMove = prepareStatus(next);
      } catch (IOException e) {
        if (mainMove != null) {
          mainMove.abandon();
        }
        throw e;
      }
      if (mainMove != null) {
        mainMove.commit();
      }
      moved = true;
      boolean anew = beginsLine(next);
      if (anew) {
        refs.set(Line.FORMER, Objects.requireNonNull(state.status()));
      }
      if (statusMove != null) {
        statusMove.commit();
      }
      merger.add(pack);
      if (anew) {
        refs.set(Recovery.STATUS_COPY, Objects.requireNonNull(next.status()));
        dropped.run();
      }
      return true;
    } finally {
      if (!moved) {
        folder.remove(pack);
      }
    }
  }

  /**
   * Whether {@code status} has been on its line for long enough. Not as long as the remote is on
   * the one before: it would not know what the next one has to do with it.
   */
  private boolean isLineDue(Instant now) throws IOException {
    Line line = state.line();
    if (line == null || !line.isOlderThan(housekeeping.history(), now)) {
      return false;
    }
    ObjectId theirs = remote ? refs.read(StateRemote.STATUS) : state.status();
    try {
      StatusCommit said = theirs == null ? null : StatusCommit.parse(git.commit(theirs).message());
      return said != null && line.equals(said.line());
    } catch (GitReader.DamagedException e) {
      return false;
    }
  }

  private boolean beginsLine(State next) {
    Line line = next.line();
    return line != null
        && state.status() != null
        && !line.equals(state.line())
        && state.status().equals(line.continues());
  }

  private Refs.@Nullable Move prepareStatus(State next) throws IOException {
    ObjectId to = next.status();
    if (to == null || to.equals(state.status())) {
      return null;
    }
    Refs.Move move = refs.prepare(Recovery.STATUS, state.status(), to);
    while (move == null) {
      ObjectId other = refs.read(Recovery.STATUS);
      log.warn(
          "Somebody moved status to {}; only cc-ci writes there, it is put back",
          other == null ? "nothing" : other.name());
      conditions.put(
          "status",
          new Problem(
              "",
              null,
              "StatusMoved",
              "Somebody moved the branch status to "
                  + (other == null ? "nothing" : other.name())
                  + "; only cc-ci writes there. It was put back, nothing was lost. Change objects"
                  + " through the API or on main"));
      move = refs.prepare(Recovery.STATUS, other, to);
    }
    return move;
  }

  private void publish(Batch batch, State next, Set<String> looked, @Nullable Problem branch) {
    boolean arrived = !Objects.equals(batch.mainTip(), state.main());
    state = next;
    batch.enter();
    events.note(batch);
    again.removeAll(looked);
    batch
        .changes()
        .forEach(
            (key, kept) -> {
              if (kept == null) {
                ledger
                    .all()
                    .filter(problem -> key.equals(problem.key()))
                    .forEach(problem -> again.add(problem.path()));
              }
            });
    conditions.remove("storage");
    if (arrived) {
      conditions.keySet().removeIf(key -> key.equals("branch") || key.equals("status"));
    }
    if (branch != null) {
      conditions.put("branch", branch);
    }
    showProblems();
    tables.publish(batch.changes(), batch.events(), version);
  }

  private void showProblems() {
    List<Problem> all = new ArrayList<>(conditions.values()).reversed();
    List<Problem> shown = new ArrayList<>(all);
    ledger
        .all()
        .filter(problem -> !problem.reason().equals(ProblemBook.AWAITING_DELETION))
        .forEach(shown::add);
    if (!shown.equals(problems)) {
      problems = List.copyOf(shown);
    }
  }

  /** Keeps a second way to the newest commit of {@code status}. */
  void copyStatus() throws IOException {
    if (state.status() != null) {
      refs.set(Recovery.STATUS_COPY, state.status());
    }
  }
}
