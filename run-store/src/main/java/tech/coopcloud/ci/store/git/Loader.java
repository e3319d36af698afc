package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** Reads {@code status} into memory at the start. What is damaged is told and passed over. */
final class Loader {
  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  /** How many commits back an undamaged one is looked for. */
  private static final int BACK = 1000;

  private final GitReader git;
  private final Types types;
  private final List<Kept> objects = new ArrayList<>();
  private final List<Problem> damage = new ArrayList<>();
  private Map<String, List<Problem>> problems = new HashMap<>();
  private long newest;

  Loader(GitReader git, Types types) {
    this.git = git;
    this.types = types;
  }

  /**
   * What was found.
   *
   * @param version newer than every version given out before
   * @param damage what could not be read
   * @param problems of files, by path
   */
  record Loaded(
      State state,
      List<Kept> objects,
      long version,
      List<Problem> damage,
      Map<String, List<Problem>> problems) {}

  /**
   * @param margin how many versions may have been given out beyond those that {@code status} tells
   *     of
   */
  Loaded load(@Nullable ObjectId tip, long margin) throws IOException {
    if (tip == null) {
      State empty = new State(null, GitTree.empty(), null, GitTree.empty(), null, 0);
      return new Loaded(empty, List.of(), 1, List.of(), Map.of());
    }
    Found found = lastReadable(tip);
    for (GitTree.Entry kind : found.tree.entries()) {
      ResourceType type = kind.isFolder() ? types.ofFolder(kind.name()) : null;
      if (type != null) {
        namespaces(type, found.tree.folder(kind.name(), git), kind.name());
      } else if (kind.name().equals(ProblemBook.PATH)) {
        readProblems(kind.id());
      }
    }
    ObjectId main = found.said.main();
    GitTree mainTree = GitTree.empty();
    if (main != null) {
      try {
        mainTree = git.tree(git.commit(main).tree());
      } catch (IOException e) {
        damaged("the commit of main that the objects reflect", e);
        main = null;
      }
    }
    long version =
        margin + Math.max(newest, Math.max(found.said.reserved(), found.said.resourceVersion()));
    State state = new State(main, mainTree, tip, found.tree, found.said.line(), version);
    return new Loaded(state, objects, version, damage, problems);
  }

  private record Found(StatusCommit said, GitTree tree) {}

  private Found lastReadable(ObjectId tip) throws IOException {
    ObjectId id = tip;
    for (int i = 0; i < BACK; i++) {
      GitReader.Commit commit = git.commit(id);
      StatusCommit said = StatusCommit.parse(commit.message());
      try {
        if (said != null) {
          GitTree tree = git.tree(commit.tree());
          for (GitTree.Entry entry : tree.entries()) {
            if (entry.isFolder() && types.ofFolder(entry.name()) != null) {
              readable(tree.folder(entry.name(), git));
            }
          }
          return new Found(said, tree);
        }
        damaged("commit " + id.name() + " of status", new IOException("somebody else made it"));
      } catch (GitReader.DamagedException e) {
        damaged("a folder of status at " + id.name(), e);
      }
      id = before(commit, said);
      if (id == null) {
        break;
      }
    }
    throw new IOException(
        "no commit of status can be read, from "
            + tip.name()
            + " back; restore the repository from a copy, or remove refs/heads/status to start from"
            + " the manifests alone");
  }

  /** The commit before, on the former line where this one begins another. */
  private static @Nullable ObjectId before(GitReader.Commit commit, @Nullable StatusCommit said) {
    if (!commit.parents().isEmpty()) {
      return commit.parents().getFirst();
    }
    Line line = said == null ? null : said.line();
    return line == null ? null : line.continues();
  }

  private void readable(GitTree tree) throws IOException {
    for (GitTree.Entry entry : tree.entries()) {
      if (entry.isFolder()) {
        readable(tree.folder(entry.name(), git));
      }
    }
  }

  private void namespaces(ResourceType type, GitTree tree, String path) throws IOException {
    for (GitTree.Entry entry : tree.entries()) {
      String below = path + "/" + entry.name();
      if (entry.isFolder()) {
        namespaces(type, tree.folder(entry.name(), git), below);
      } else {
        object(type, below, entry.id());
      }
    }
  }

  private void object(ResourceType type, String path, ObjectId id) {
    try {
      StatusFile.Content content = StatusFile.read(git.blob(id));
      ObjectNode object = content.object();
      ObjectKey key =
          new ObjectKey(
              type.name(),
              object.path("metadata").path("namespace").asText().intern(),
              object.path("metadata").path("name").asText());
      long version = object.path("metadata").path("resourceVersion").asLong();
      newest = Math.max(newest, version);
      objects.add(new Kept(new StoredObject(key, version, Json.bytes(object)), content.manifest()));
    } catch (IOException e) {
      damaged(path + " in status (object " + id.name() + ")", e);
    }
  }

  private void readProblems(ObjectId id) {
    try {
      problems = ProblemBook.read(git.blob(id));
    } catch (IOException e) {
      damaged(ProblemBook.PATH + " in status", e);
    }
  }

  private void damaged(String what, IOException why) {
    String sentence =
        "%s cannot be read: %s; what can be told from the manifests is made anew, the rest is lost unless you restore the object from a copy of the repository"
            .formatted(what, why.getMessage());
    log.warn("{}", sentence);
    damage.add(new Problem("", null, "DamagedObject", sentence));
  }
}
