package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * What has left, in {@code status}: in the commit that removes an object its file moves to {@code
 * archive/<kind>/<yyyy>/<mm>/<dd>/<time>_<namespace>_<name>_<uid>.yaml}, by when it was created. No
 * list looks there, and a new line of history carries it on.
 */
final class Archive {
  private static final String FOLDER = "archive";
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)Z");
  private static final int UID = 8;

  /** So many objects are read for a page at most, however few of them are wanted. */
  private static final int MOST = 2_000;

  private final GitReader git;
  private final Refs refs;
  private final Types types;

  Archive(GitReader git, Refs refs, Types types) {
    this.git = git;
    this.refs = refs;
    this.types = types;
  }

  /** Where an object goes; null when it does not say when it was created. */
  static @Nullable String path(String kind, ObjectKey key, ObjectNode object) {
    var time = TIME.matcher(object.at("/metadata/creationTimestamp").asText());
    if (!time.matches()) {
      return null;
    }
    String uid = object.at("/metadata/uid").asText();
    return "%s/%s/%s/%s/%s/%s%s%s_%s_%s_%s.yaml"
        .formatted(
            FOLDER,
            kind,
            time.group(1),
            time.group(2),
            time.group(3),
            time.group(4),
            time.group(5),
            time.group(6),
            key.namespace(),
            key.name().replace("%", "%25").replace("/", "%2f"),
            uid.substring(0, Math.min(UID, uid.length())));
  }

  /**
   * A page of what is there.
   *
   * @param namespace null for every one
   * @param name null for every one
   * @param after where the page before ended; null for the first
   * @param limit how many objects at most
   */
  ArchivePage page(
      ResourceType type,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String after,
      Predicate<StoredObject> wanted,
      int limit)
      throws IOException {
    ObjectId tip = refs.read(Recovery.STATUS);
    if (tip == null) {
      return ArchivePage.NONE;
    }
    GitTree root =
        git.tree(git.commit(tip).tree()).folder(FOLDER, git).folder(types.folder(type), git);
    Walk walk = new Walk(type, namespace, name, after == null ? "" : after, wanted, limit);
    return new ArchivePage(walk.found, walk.into(root, "") ? null : walk.last);
  }

  /** Goes through the folders, the newest first. */
  private final class Walk {
    final ResourceType type;
    final @Nullable String namespace;
    final @Nullable String name;
    final String after;
    final Predicate<StoredObject> wanted;
    final int limit;
    final List<StoredObject> found = new ArrayList<>();
    String last = "";
    int read;

    Walk(
        ResourceType type,
        @Nullable String namespace,
        @Nullable String name,
        String after,
        Predicate<StoredObject> wanted,
        int limit) {
      this.type = type;
      this.namespace = namespace;
      this.name = name;
      this.after = after;
      this.wanted = wanted;
      this.limit = limit;
    }

    /** Whether it came to the end. */
    boolean into(GitTree tree, String prefix) throws IOException {
      for (GitTree.Entry entry : tree.entries().reversed()) {
        String path = prefix + entry.name();
        if (entry.isFolder()) {
          boolean later = !after.isEmpty() && path.compareTo(after) > 0;
          if (!later && !into(git.tree(entry.id()), path + "/")) {
            return false;
          }
        } else if ((after.isEmpty() || path.compareTo(after) < 0) && named(entry.name())) {
          if (found.size() >= limit || read >= MOST) {
            return false;
          }
          read++;
          last = path;
          StoredObject object = object(entry.id());
          if (wanted.test(object)) {
            found.add(object);
          }
        }
      }
      return true;
    }

    private boolean named(String file) {
      String[] parts = file.split("_", -1);
      return parts.length == 4
          && (namespace == null || parts[1].equals(namespace))
          && (name == null || parts[2].equals(name));
    }

    private StoredObject object(ObjectId blob) throws IOException {
      ObjectNode object = StatusFile.read(git.blob(blob)).object();
      ObjectKey key =
          new ObjectKey(
              type.name(),
              object.at("/metadata/namespace").asText(),
              object.at("/metadata/name").asText());
      return new StoredObject(
          key, object.at("/metadata/resourceVersion").asLong(), Json.bytes(object));
    }
  }
}
