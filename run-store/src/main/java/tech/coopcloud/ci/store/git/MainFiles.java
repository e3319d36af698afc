package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.StorageException;

/** Writes to the manifests in {@code main} what the API changes of desired state. */
final class MainFiles {
  /** A folder with more files than this makes every commit slower; then the next one is begun. */
  private static final int FULL = 500;

  private final Types types;
  private final Manifests manifests;
  private final GitReader git;

  /** Which folder of a month is not full; a hint. */
  private final Map<String, Integer> open = new HashMap<>();

  MainFiles(Types types, Manifests manifests, GitReader git) {
    this.types = types;
    this.manifests = manifests;
    this.git = git;
  }

  /** Adds a manifest; returns its path. */
  String create(Batch batch, ObjectKey key, ObjectNode object, Author author) throws IOException {
    ZonedDateTime now = batch.now().atZone(ZoneOffset.UTC);
    String month =
        "%s/%s/%04d/%02d"
            .formatted(
                types.folder(types.get(key.type())),
                key.namespace().isEmpty() ? "_cluster" : key.namespace(),
                now.getYear(),
                now.getMonthValue());
    int n = open.getOrDefault(month, 1);
    while (batch.mainTree().size(folder(month, n), git) >= FULL) {
      n++;
    }
    open.put(month, n);
    String path = folder(month, n) + "/" + key.name() + ".yaml";
    for (int i = 2; batch.fileId(path) != null; i++) {
      path = folder(month, n) + "/" + key.name() + "-" + i + ".yaml";
    }
    batch.setText(path, YamlText.of(Manifests.projection(object)));
    batch.because(author, "Create " + name(key));
    return path;
  }

  private static String folder(String month, int n) {
    return n == 1 ? month : month + "-" + n;
  }

  private String name(ObjectKey key) {
    String kind = types.get(key.type()).singular();
    return kind + " " + (key.namespace().isEmpty() ? "" : key.namespace() + "/") + key.name();
  }

  /** Brings what changed of an object's desired state to its manifest. */
  void update(Batch batch, Kept kept, ObjectNode next, Author author) throws IOException {
    String path = kept.path();
    ObjectNode before = Manifests.projection(Json.tree(kept.object()));
    ObjectNode after = Manifests.projection(next);
    if (path == null || before.equals(after)) {
      return;
    }
    ObjectKey key = kept.object().key();
    try {
      String text = Objects.requireNonNullElse(batch.text(path), "");
      if (text.equals(YamlText.of(before))) { // nobody but us wrote there
        batch.setText(path, YamlText.of(after));
        batch.because(author, "Change " + name(key));
        return;
      }
      Manifests.Manifest manifest = find(path, text, key);
      boolean damaged = !batch.problems(path).isEmpty();
      if (manifest == null) {
        throw unreadable(path, key, "it does not hold the manifest any more", null);
      }
      batch.setText(
          path,
          YamlEditor.change(text, manifest.index(), damaged ? manifest.value() : before, after));
      batch.because(author, "Change " + name(key));
    } catch (BadManifestException e) {
      throw unreadable(path, key, String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes the document of an object that is removed out of its file. */
  void remove(Batch batch, Kept kept, Author author) throws IOException {
    String path = kept.path();
    String text = path == null ? null : batch.text(path);
    if (path == null || text == null) {
      return;
    }
    try {
      Manifests.Manifest manifest = find(path, text, kept.object().key());
      if (manifest != null) {
        batch.setText(path, YamlEditor.remove(text, manifest.index()));
        batch.because(author, "Delete " + name(kept.object().key()));
      }
    } catch (BadManifestException e) {
      return; // nobody can tell which part of the file is its; the file stays a problem to be shown
    }
  }

  private Manifests.@Nullable Manifest find(String path, String text, ObjectKey key)
      throws BadManifestException {
    List<Manifests.Manifest> found = manifests.read(path, text).manifests();
    return found.stream().filter(one -> one.key().equals(key)).findFirst().orElse(null);
  }

  private static StorageException unreadable(
      String path, ObjectKey key, String why, @Nullable Exception cause) {
    return new StorageException(
        "The manifest of "
            + key
            + " in "
            + path
            + " cannot be changed: "
            + why
            + "; mend the file in git first",
        cause == null ? new IOException(why) : cause);
  }
}
