package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.Manifests.Manifest;
import tech.coopcloud.ci.store.object.ObjectKey;

/**
 * Adds to another side's {@code main} what ours has changed since they parted. A file that only one
 * side changed is that side's. In one that both changed, it goes by document and field: each side's
 * changes stand, and where both changed the same field, or one removed what the other changed,
 * theirs does, as if their push had come after ours. Files that hold no manifests are theirs then.
 */
final class MainMerge {
  private final GitReader git;
  private final Manifests manifests;

  MainMerge(GitReader git, Manifests manifests) {
    this.git = git;
    this.manifests = manifests;
  }

  /**
   * @param batch stands on their side; takes the files that have to change there
   * @param from what both sides had
   */
  void run(Batch batch, GitTree from, GitTree ours, GitTree theirs) throws IOException {
    GitTree.diff(
        from,
        ours,
        git,
        (path, before, mine) -> {
          ObjectId other = theirs.file(path, git);
          if (Objects.equals(other, before)) {
            batch.setFile(path, mine);
          } else if (!Objects.equals(other, mine) && Manifests.mayHold(path)) {
            String text = text(other);
            String merged = merged(path, text(before), text(mine), text);
            if (!merged.equals(text)) {
              batch.setText(path, merged.isEmpty() ? null : merged);
            }
          }
        });
  }

  private String text(@Nullable ObjectId blob) throws IOException {
    return blob == null || git.size(blob) > YamlDocuments.MAX_SIZE
        ? ""
        : new String(git.blob(blob), StandardCharsets.UTF_8);
  }

  private String merged(String path, String before, String ours, String theirs) {
    try {
      Map<ObjectKey, Manifest> old = read(path, before);
      Map<ObjectKey, Manifest> mine = read(path, ours);
      Set<ObjectKey> keys = new LinkedHashSet<>(old.keySet());
      keys.addAll(mine.keySet());
      String text = theirs;
      for (ObjectKey key : keys) {
        text = document(text, old.get(key), mine.get(key), ours, read(path, text).get(key));
      }
      return text;
    } catch (BadManifestException e) {
      return theirs; // the file is shown as a problem; its objects stay as they are
    }
  }

  /** Their text with what became of one document on our side. */
  private static String document(
      String text,
      @Nullable Manifest old,
      @Nullable Manifest mine,
      String ours,
      @Nullable Manifest other)
      throws BadManifestException {
    if (mine == null) {
      return old != null && other != null && old.value().equals(other.value())
          ? Objects.requireNonNullElse(YamlEditor.remove(text, other.index()), "")
          : text;
    }
    if (old == null) {
      return other == null ? appended(text, ours, mine) : text;
    }
    if (other == null || mine.value().equals(old.value())) {
      return text;
    }
    JsonNode both = JsonDiff.apply(mine.value(), old.value(), other.value());
    return both instanceof ObjectNode wanted
        ? YamlEditor.change(text, other.index(), other.value(), wanted)
        : text;
  }

  private static String appended(String text, String ours, Manifest mine) {
    if (text.isBlank() && YamlSplit.documents(ours).size() == 1) {
      return ours;
    }
    String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    return ended + "---\n" + YamlText.of(mine.value());
  }

  private Map<ObjectKey, Manifest> read(String path, String text) throws BadManifestException {
    Map<ObjectKey, Manifest> found = new LinkedHashMap<>();
    for (Manifest one : manifests.read(path, text).manifests()) {
      found.putIfAbsent(one.key(), one);
    }
    return found;
  }
}
