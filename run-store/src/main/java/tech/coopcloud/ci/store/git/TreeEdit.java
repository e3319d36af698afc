package tech.coopcloud.ci.store.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a git tree that are put or removed. They are merged into the tree as it stands in git's
 * order, byte by byte, without making objects of the lines that stay: a folder may hold thousands.
 */
final class TreeEdit {
  /** By what git sorts by: the name, as if that of a folder ended in a slash. Null removes. */
  private final TreeMap<byte[], GitTree.@Nullable Entry> lines =
      new TreeMap<>(Arrays::compareUnsigned);

  /** Replaces what has that name, be it a file or a folder. */
  void put(GitTree.Entry entry) {
    remove(entry.name());
    lines.put(key(entry.isFolder() ? entry.name() + "/" : entry.name()), entry);
  }

  /** Removes the file or the folder of that name. */
  void remove(String name) {
    lines.put(key(name), null);
    removeFolder(name);
  }

  /** Removes the folder of that name, if it is one. */
  void removeFolder(String name) {
    lines.put(key(name + "/"), null);
  }

  /** The tree with the lines in it. */
  byte[] apply(byte[] tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(tree.length + 64 * lines.size());
    Iterator<Map.Entry<byte[], GitTree.@Nullable Entry>> edits = lines.entrySet().iterator();
    Map.Entry<byte[], GitTree.@Nullable Entry> edit = edits.hasNext() ? edits.next() : null;
    int unwritten = 0;
    int at = 0;
    while (edit != null && at < tree.length) {
      int order = compare(edit.getKey(), tree, at);
      int end = end(tree, at);
      if (order > 0) {
        at = end;
        continue;
      }
      out.write(tree, unwritten, at - unwritten);
      write(edit.getValue(), out);
      if (order == 0) {
        at = end;
      }
      unwritten = at;
      edit = edits.hasNext() ? edits.next() : null;
    }
    out.write(tree, unwritten, tree.length - unwritten);
    while (edit != null) {
      write(edit.getValue(), out);
      edit = edits.hasNext() ? edits.next() : null;
    }
    return out.toByteArray();
  }

  /** A key against the key of the line that begins at {@code at}. */
  private static int compare(byte[] key, byte[] tree, int at) {
    int name = name(tree, at);
    int end = name;
    for (int i = 0; ; i++, end++) {
      int theirs = tree[end] & 0xff;
      if (theirs == 0) {
        boolean folder = tree[at] == '4';
        if (folder && i < key.length && key[i] == '/') {
          return key.length - i - 1;
        }
        int last = folder ? '/' : 0;
        return i < key.length ? (key[i] & 0xff) - last : -last;
      }
      int ours = i < key.length ? key[i] & 0xff : -1;
      if (ours != theirs) {
        return ours - theirs;
      }
    }
  }

  private static int name(byte[] tree, int at) {
    int name = at;
    while (tree[name] != ' ') {
      name++;
    }
    return name + 1;
  }

  private static int end(byte[] tree, int at) {
    int end = name(tree, at);
    while (tree[end] != 0) {
      end++;
    }
    return end + 1 + Constants.OBJECT_ID_LENGTH;
  }

  private static void write(GitTree.@Nullable Entry entry, ByteArrayOutputStream out) {
    if (entry == null) {
      return;
    }
    out.writeBytes(key(Integer.toOctalString(entry.mode())));
    out.write(' ');
    out.writeBytes(key(entry.name()));
    out.write(0);
    byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
    entry.id().copyRawTo(id, 0);
    out.writeBytes(id);
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
