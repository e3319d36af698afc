package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A git tree, immutable, kept as git writes it; its subtrees are loaded when they are first needed
 * and kept then. A changed tree shares every subtree that did not change.
 */
final class GitTree {
  static final int FILE = 0100644;
  static final int FOLDER = 040000;

  private final byte[] raw;
  private final ObjectId id;
  private final Map<String, GitTree> folders;

  /** One line of a tree. */
  record Entry(int mode, String name, ObjectId id) {
    boolean isFolder() {
      return mode == FOLDER;
    }
  }

  /** Reads objects that are not in memory. */
  interface Loader {
    GitTree tree(ObjectId id) throws IOException;
  }

  GitTree(byte[] raw, ObjectId id) {
    this(raw, id, new ConcurrentHashMap<>());
  }

  private GitTree(byte[] raw, ObjectId id, Map<String, GitTree> folders) {
    this.raw = raw;
    this.id = id;
    this.folders = folders;
  }

  static GitTree empty() {
    return new GitTree(new byte[0], Constants.EMPTY_TREE_ID);
  }

  ObjectId id() {
    return id;
  }

  boolean isEmpty() {
    return raw.length == 0;
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int at = 0; at < raw.length; ) {
      int mode = 0;
      while (raw[at] != ' ') {
        mode = mode * 8 + raw[at++] - '0';
      }
      int start = ++at;
      while (raw[at] != 0) {
        at++;
      }
      String name = new String(raw, start, at - start, StandardCharsets.UTF_8);
      entries.add(new Entry(mode, name, ObjectId.fromRaw(raw, at + 1)));
      at += 1 + Constants.OBJECT_ID_LENGTH;
    }
    return entries;
  }

  /** A folder right below, empty when there is none. */
  GitTree folder(String name, Loader loader) throws IOException {
    GitTree known = folders.get(name);
    if (known != null) {
      return known;
    }
    Entry entry = find(name);
    if (entry == null || !entry.isFolder()) {
      return empty();
    }
    GitTree loaded = loader.tree(entry.id());
    folders.put(name, loaded);
    return loaded;
  }

  private @Nullable Entry find(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < raw.length; ) {
      int mode = 0;
      while (raw[at] != ' ') {
        mode = mode * 8 + raw[at++] - '0';
      }
      int start = ++at;
      while (raw[at] != 0) {
        at++;
      }
      if (Arrays.equals(raw, start, at, wanted, 0, wanted.length)) {
        return new Entry(mode, name, ObjectId.fromRaw(raw, at + 1));
      }
      at += 1 + Constants.OBJECT_ID_LENGTH;
    }
    return null;
  }

  /** The id of the file at a path, or null. */
  @Nullable ObjectId file(String path, Loader loader) throws IOException {
    int slash = path.indexOf('/');
    if (slash >= 0) {
      return folder(path.substring(0, slash), loader).file(path.substring(slash + 1), loader);
    }
    Entry entry = find(path);
    return entry == null || entry.isFolder() ? null : entry.id();
  }

  /** How many entries the folder at a path has. */
  int size(String path, Loader loader) throws IOException {
    GitTree tree = this;
    for (String part : path.split("/")) {
      tree = tree.folder(part, loader);
    }
    int count = 0;
    for (int at = 0; at < tree.raw.length; count++) {
      while (tree.raw[at] != 0) {
        at++;
      }
      at += 1 + Constants.OBJECT_ID_LENGTH;
    }
    return count;
  }

  /**
   * This tree with some files replaced, added or (null) removed; folders that become empty go.
   *
   * @param changes by path
   * @param out takes the trees that are new
   */
  GitTree with(Map<String, @Nullable ObjectId> changes, Loader loader, PackBuilder out)
      throws IOException {
    TreeEdit edit = new TreeEdit();
    Map<String, Map<String, @Nullable ObjectId>> below = new HashMap<>();
    for (Map.Entry<String, @Nullable ObjectId> change : changes.entrySet()) {
      String path = change.getKey();
      int slash = path.indexOf('/');
      ObjectId file = change.getValue();
      if (slash >= 0) {
        below
            .computeIfAbsent(path.substring(0, slash), name -> new HashMap<>())
            .put(path.substring(slash + 1), file);
      } else if (file == null) {
        edit.remove(path);
      } else {
        Entry before = find(path);
        int mode = before == null || before.isFolder() ? FILE : before.mode();
        edit.put(new Entry(mode, path, file));
      }
    }
    Map<String, GitTree> kept = new ConcurrentHashMap<>(folders);
    for (Map.Entry<String, Map<String, @Nullable ObjectId>> folder : below.entrySet()) {
      String name = folder.getKey();
      GitTree next = folder(name, loader).with(folder.getValue(), loader, out);
      if (next.isEmpty()) {
        kept.remove(name);
        edit.removeFolder(name);
      } else {
        kept.put(name, next);
        edit.put(new Entry(FOLDER, name, next.id()));
      }
    }
    byte[] edited = edit.apply(raw);
    return new GitTree(edited, out.add(Constants.OBJ_TREE, edited), kept);
  }

  /** What is told of the differences between two trees. */
  interface Difference {
    /** A file that is not the same; null where it is not there. */
    void file(String path, @Nullable ObjectId before, @Nullable ObjectId after) throws IOException;
  }

  /** Tells of every file that differs; equal folders are not looked into. */
  static void diff(GitTree before, GitTree after, Loader loader, Difference out)
      throws IOException {
    diff("", before, after, loader, out);
  }

  private static void diff(
      String prefix, GitTree before, GitTree after, Loader loader, Difference out)
      throws IOException {
    if (before.id.equals(after.id)) {
      return;
    }
    TreeMap<String, Entry> old = new TreeMap<>();
    before.entries().forEach(entry -> old.put(entry.name(), entry));
    for (Entry entry : after.entries()) {
      Entry was = old.remove(entry.name());
      if (was == null || !was.equals(entry)) {
        pair(prefix, was, entry, before, after, loader, out);
      }
    }
    for (Entry gone : old.values()) {
      pair(prefix, gone, null, before, after, loader, out);
    }
  }

  private static void pair(
      String prefix,
      @Nullable Entry was,
      @Nullable Entry is,
      GitTree before,
      GitTree after,
      Loader loader,
      Difference out)
      throws IOException {
    boolean folderBefore = was != null && was.isFolder();
    boolean folderAfter = is != null && is.isFolder();
    String name = is != null ? is.name() : was == null ? "" : was.name();
    if (folderBefore || folderAfter) {
      diff(
          prefix + name + "/",
          folderBefore ? before.folder(name, loader) : empty(),
          folderAfter ? after.folder(name, loader) : empty(),
          loader,
          out);
    }
    ObjectId old = file(was);
    ObjectId now = file(is);
    if (!Objects.equals(old, now)) {
      out.file(prefix + name, old, now);
    }
  }

  /** Only regular files hold manifests: not links, not submodules. */
  private static @Nullable ObjectId file(@Nullable Entry entry) {
    return entry != null && (entry.mode() & 0170000) == 0100000 ? entry.id() : null;
  }
}
