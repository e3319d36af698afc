package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceType.Persistence;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * Changes that are made together or not at all. Until it is committed nobody sees any of it, and
 * dropping it undoes it.
 */
final class Batch implements AutoCloseable {
  final PackBuilder pack = new PackBuilder();
  private final State base;
  private final Types types;
  private final Tables tables;
  private final Ledger ledger;
  private final GitReader git;
  private final Set<GroupResource> archived;
  private final Instant now;

  private final Map<ObjectKey, @Nullable Kept> changes = new LinkedHashMap<>();
  private final Map<String, List<ObjectKey>> paths = new HashMap<>();
  private final Map<String, List<Problem>> problems = new TreeMap<>();
  private final List<WatchEvent> events = new ArrayList<>();
  private final Map<String, @Nullable ObjectId> mainFiles = new LinkedHashMap<>();
  private final Map<String, @Nullable String> texts = new HashMap<>();
  private final Map<String, @Nullable ObjectId> statusFiles = new LinkedHashMap<>();
  private final Map<String, Leaving> leaving = new LinkedHashMap<>();
  private final Set<Author> authors = new LinkedHashSet<>();
  private final List<String> subjects = new ArrayList<>();
  private GitTree mainTree;
  private @Nullable ObjectId mainRef;
  private @Nullable ObjectId mainTip;
  private @Nullable ObjectId merged;
  private long version;

  /**
   * An object's file that goes to the archive.
   *
   * @param blob null for what {@code status} has of it
   */
  private record Leaving(String path, @Nullable ObjectId blob) {}

  Batch(
      State base,
      long version,
      Types types,
      Tables tables,
      Ledger ledger,
      GitReader git,
      Set<GroupResource> archived,
      Instant now) {
    this.base = base;
    this.version = version;
    this.types = types;
    this.tables = tables;
    this.ledger = ledger;
    this.git = git;
    this.archived = archived;
    this.now = now;
    this.mainTree = base.mainTree();
    this.mainRef = base.main();
    this.mainTip = base.main();
  }

  Instant now() {
    return now;
  }

  State base() {
    return base;
  }

  @Nullable Kept get(ObjectKey key) {
    return changes.containsKey(key) ? changes.get(key) : tables.get(key);
  }

  /**
   * Creates or replaces an object.
   *
   * @param next gets its resourceVersion here
   * @param path where its manifest stands
   */
  StoredObject put(ObjectKey key, ObjectNode next, @Nullable String path) {
    Kept before = get(key);
    version++;
    next.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
    StoredObject stored = new StoredObject(key, version, Json.bytes(next));
    set(key, before, new Kept(stored, path));
    events.add(
        before == null
            ? new WatchEvent(WatchEvent.Type.ADDED, stored, null)
            : new WatchEvent(WatchEvent.Type.MODIFIED, stored, before.object()));
    write(key, next, path);
    return stored;
  }

  /** Notes that the manifest of an object, itself unchanged, stands elsewhere now. */
  void move(ObjectKey key, Kept kept, @Nullable String path) {
    set(key, kept, new Kept(kept.object(), path));
    write(key, Json.tree(kept.object()), path);
  }

  private void write(ObjectKey key, ObjectNode object, @Nullable String path) {
    if (types.get(key.type()).persistence() != Persistence.MEMORY) {
      statusFiles.put(
          types.statusPath(key), pack.add(Constants.OBJ_BLOB, StatusFile.write(object, path)));
    }
  }

  /**
   * Removes an object that is there; what returns is its last state with the version of the
   * removal.
   */
  StoredObject remove(ObjectKey key, Kept before) {
    version++;
    ObjectNode last = Json.tree(before.object());
    last.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
    StoredObject removed = new StoredObject(key, version, Json.bytes(last));
    set(key, before, null);
    events.add(new WatchEvent(WatchEvent.Type.DELETED, removed, before.object()));
    if (types.get(key.type()).persistence() != Persistence.MEMORY) {
      String path = types.statusPath(key);
      String to =
          archived.contains(key.type()) ? Archive.path(types.folder(type(key)), key, last) : null;
      if (to != null) {
        leaving.put(to, new Leaving(path, statusFiles.get(path)));
      }
      statusFiles.put(path, null);
    }
    return removed;
  }

  private void set(ObjectKey key, @Nullable Kept before, @Nullable Kept after) {
    changes.put(key, after);
    String old = before == null ? null : before.path();
    String path = after == null ? null : after.path();
    if (!Objects.equals(old, path)) {
      if (old != null) {
        List<ObjectKey> left = new ArrayList<>(at(old));
        left.remove(key);
        paths.put(old, left);
      }
      if (path != null) {
        List<ObjectKey> more = new ArrayList<>(at(path));
        more.add(key);
        paths.put(path, more);
      }
    }
  }

  /** The objects whose manifests stand in a file. */
  List<ObjectKey> at(String path) {
    List<ObjectKey> keys = paths.get(path);
    return keys == null ? ledger.at(path) : keys;
  }

  List<Problem> problems(String path) {
    List<Problem> some = problems.get(path);
    return some == null ? ledger.problems().getOrDefault(path, List.of()) : some;
  }

  void setProblems(String path, List<Problem> some) {
    if (!problems(path).equals(some)) {
      problems.put(path, some);
    }
  }

  /** The text of a file in {@code main}, or null. */
  @Nullable String text(String path) throws IOException {
    if (texts.containsKey(path)) {
      return texts.get(path);
    }
    ObjectId id = fileId(path);
    return id == null ? null : new String(git.blob(id), StandardCharsets.UTF_8);
  }

  /** The id of a file in {@code main}, or null. */
  @Nullable ObjectId fileId(String path) throws IOException {
    return mainFiles.containsKey(path) ? mainFiles.get(path) : mainTree.file(path, git);
  }

  /** Replaces a file in {@code main}, or removes it (null). */
  void setText(String path, @Nullable String text) {
    texts.put(path, text);
    mainFiles.put(
        path,
        text == null ? null : pack.add(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Puts a file that the repository has in place. */
  void setFile(String path, @Nullable ObjectId blob) {
    texts.remove(path);
    mainFiles.put(path, blob);
  }

  /** Says on whose behalf {@code main} changes, and why. */
  void because(Author author, String subject) {
    authors.add(author);
    subjects.add(subject);
  }

  /**
   * Starts from another commit of {@code main} than the last one that was seen, to which somebody
   * has moved the branch.
   *
   * @param also a second parent that a merge is to have, or null
   */
  void onto(ObjectId tip, GitTree tree, @Nullable ObjectId also) {
    mainRef = tip;
    join(tip, tree, also);
  }

  /** As {@link #onto}, where the branch itself is still where it was. */
  void join(ObjectId tip, GitTree tree, @Nullable ObjectId also) {
    mainTip = tip;
    mainTree = tree;
    merged = also;
  }

  /** Forgets what was said about {@code main}. */
  void restart() {
    mainRef = base.main();
    mainTip = base.main();
    mainTree = base.mainTree();
    merged = null;
    mainFiles.clear();
    texts.clear();
    authors.clear();
    subjects.clear();
  }

  GitTree mainTree() {
    return mainTree;
  }

  /** {@code main} as this batch would leave it now. */
  GitTree mainTreeWithFiles() throws IOException {
    return mainFiles.isEmpty() ? mainTree : mainTree.with(mainFiles, git, pack);
  }

  /** The problems that another file's change may mend. */
  List<Problem> duplicates() {
    return ledger.all().filter(problem -> problem.reason().equals(ProblemBook.DUPLICATE)).toList();
  }

  /** Where the branch {@code main} must be for this batch to be right. */
  @Nullable ObjectId mainRef() {
    return mainRef;
  }

  /** The commit of {@code main} that this batch starts from. */
  @Nullable ObjectId mainTip() {
    return mainTip;
  }

  long version() {
    return version;
  }

  Map<ObjectKey, @Nullable Kept> changes() {
    return changes;
  }

  List<WatchEvent> events() {
    return events;
  }

  /**
   * Adds trees and commits to the pack.
   *
   * @param margin how many versions to reserve for what is only in memory
   * @param anew whether {@code status} is to begin another line of history
   * @return the state that the batch leads to; the base itself when there is nothing to commit
   */
  State seal(long margin, boolean anew) throws IOException {
    ObjectId main = mainTip;
    GitTree tree = mainTree;
    if (!mainFiles.isEmpty()) {
      tree = mainTree.with(mainFiles, git, pack);
    }
    if (main == null || merged != null || !tree.id().equals(mainTree.id())) {
      List<ObjectId> parents = new ArrayList<>();
      if (main != null) {
        parents.add(main);
      }
      if (merged != null) {
        parents.add(merged);
      }
      if (tree.isEmpty()) {
        pack.add(Constants.OBJ_TREE, new byte[0]);
      }
      main =
          pack.add(
              Constants.OBJ_COMMIT, CommitText.of(tree.id(), parents, authors, now, subject()));
    }
    if (!problems.isEmpty()) {
      writeProblems();
    }
    for (Map.Entry<String, Leaving> one : leaving.entrySet()) {
      ObjectId blob = one.getValue().blob();
      statusFiles.put(
          one.getKey(), blob == null ? base.statusTree().file(one.getValue().path(), git) : blob);
    }
    boolean due = version > base.reserved() || base.status() == null;
    if (statusFiles.isEmpty() && Objects.equals(main, base.main()) && !due) {
      return base;
    }
    GitTree statusTree = base.statusTree().with(statusFiles, git, pack);
    if (statusTree.isEmpty()) {
      pack.add(Constants.OBJ_TREE, new byte[0]);
    }
    long reserved =
        version + margin / 2 > base.reserved() || due ? version + margin : base.reserved();
    Line line =
        anew || base.line() == null
            ? new Line(now.truncatedTo(ChronoUnit.SECONDS), anew ? base.status() : null)
            : base.line();
    String message = new StatusCommit(version, reserved, main, line).message(statusFiles.size());
    ObjectId status =
        pack.add(
            Constants.OBJ_COMMIT,
            CommitText.of(
                statusTree.id(),
                base.status() == null || anew ? List.of() : List.of(base.status()),
                List.of(),
                now,
                message));
    return new State(main, tree, status, statusTree, line, reserved);
  }

  private void writeProblems() {
    Map<String, List<Problem>> all = new TreeMap<>(ledger.problems());
    all.putAll(problems);
    all.values().removeIf(List::isEmpty);
    statusFiles.put(
        ProblemBook.PATH,
        all.isEmpty() ? null : pack.add(Constants.OBJ_BLOB, ProblemBook.write(all)));
  }

  private String subject() {
    if (subjects.isEmpty()) {
      return "Start";
    }
    if (subjects.size() == 1) {
      return subjects.getFirst();
    }
    StringBuilder text = new StringBuilder().append(subjects.size()).append(" changes\n\n");
    subjects.stream().limit(100).forEach(one -> text.append("- ").append(one).append('\n'));
    if (subjects.size() > 100) {
      text.append("- and ").append(subjects.size() - 100).append(" more\n");
    }
    return text.toString();
  }

  /** Takes over into the ledger what was committed. */
  void enter() {
    paths.forEach(ledger::setAt);
    problems.forEach(ledger::setProblems);
  }

  /** The problems that are new by this batch. */
  List<Problem> newProblems() {
    List<Problem> fresh = new ArrayList<>();
    problems.forEach(
        (path, some) -> {
          List<String> known =
              ledger.problems().getOrDefault(path, List.of()).stream()
                  .map(Problem::message)
                  .toList();
          some.stream().filter(problem -> !known.contains(problem.message())).forEach(fresh::add);
        });
    return fresh;
  }

  ResourceType type(ObjectKey key) {
    return types.get(key.type());
  }

  @Override
  public void close() {
    pack.close();
  }
}
