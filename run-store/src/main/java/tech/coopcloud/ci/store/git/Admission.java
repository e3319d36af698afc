package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.Manifests.Manifest;
import tech.coopcloud.ci.store.object.FieldError;
import tech.coopcloud.ci.store.object.InvalidObjectException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ResourceType;

/**
 * Takes manifests in as the API does: validated, defaulted, counted. One that is invalid leaves its
 * object with the last valid content and {@code Accepted=False}.
 */
final class Admission {
  /** More errors than this do not help whoever mends the manifest. */
  private static final int SHOWN = 5;

  private final ObjectRules rules;

  Admission(ObjectRules rules) {
    this.rules = rules;
  }

  boolean isTerminating(Kept kept) {
    return ObjectRules.isTerminating(Json.tree(kept.object()));
  }

  /** Whether several files have named the object from the start. */
  boolean isContested(Kept kept) {
    return ProblemBook.DUPLICATE.equals(AcceptedCondition.reason(Json.tree(kept.object())));
  }

  /**
   * Creates or updates the object of a manifest.
   *
   * @return what is wrong with the manifest, or null
   */
  @Nullable String admit(Batch batch, @Nullable Kept kept, Manifest manifest) {
    ResourceType type = manifest.type();
    ObjectNode current = kept == null ? null : Json.tree(kept.object());
    ObjectNode desired = Manifests.projection(manifest.value().deepCopy());
    List<String> errors = new ArrayList<>();
    rules.prune(type, desired).forEach(field -> errors.add(field + ": unknown field"));
    ObjectNode next = null;
    try {
      next =
          current == null
              ? rules.created(type, desired, batch.now())
              : rules.updated(type, current, Manifests.desired(current, desired), batch.now());
      for (FieldError error : rules.validate(type, next)) {
        if (!error.field().startsWith("status")) {
          errors.add(error.toString());
        }
      }
    } catch (InvalidObjectException e) {
      e.errors().forEach(error -> errors.add(error.toString()));
    }
    if (next == null || !errors.isEmpty()) {
      String message = summary(errors) + "; mend the manifest and push again";
      int line = YamlDocuments.line(manifest.root(), errors.getFirst());
      refuse(
          batch,
          kept,
          manifest,
          AcceptedCondition.INVALID,
          manifest.path() + ":" + line + ": " + message);
      return message;
    }
    if (current != null && AcceptedCondition.reason(current) != null) {
      AcceptedCondition.lift(next);
      ObjectNode meta = next.withObjectProperty("metadata");
      long generation = current.path("metadata").path("generation").asLong();
      if (meta.path("generation").asLong() == generation) {
        meta.put("generation", generation + 1); // whoever acts on generations has to look again
      }
    }
    keep(batch, manifest.key(), kept, current, next, manifest.path());
    return null;
  }

  private static String summary(List<String> errors) {
    String shown = String.join("; ", errors.subList(0, Math.min(SHOWN, errors.size())));
    return errors.size() > SHOWN ? shown + "; and " + (errors.size() - SHOWN) + " more" : shown;
  }

  private static void keep(
      Batch batch,
      ObjectKey key,
      @Nullable Kept kept,
      @Nullable ObjectNode current,
      ObjectNode next,
      @Nullable String path) {
    if (kept == null || !next.equals(current)) {
      batch.put(key, next, path);
    } else if (!Objects.equals(kept.path(), path)) {
      batch.move(key, kept, path);
    }
  }

  /** Shows that several files name an object that none of them owns. */
  void contest(Batch batch, @Nullable Kept kept, Manifest first, String message) {
    refuse(batch, kept, first, ProblemBook.DUPLICATE, message);
  }

  private void refuse(
      Batch batch, @Nullable Kept kept, Manifest manifest, String reason, String message) {
    ObjectNode current = kept == null ? null : Json.tree(kept.object());
    ObjectNode next;
    if (current == null) {
      ObjectNode bare = Json.object();
      ObjectNode meta = bare.putObject("metadata").put("name", manifest.key().name());
      if (!manifest.key().namespace().isEmpty()) {
        meta.put("namespace", manifest.key().namespace());
      }
      bare.putObject("spec");
      next = rules.created(manifest.type(), bare, batch.now());
    } else {
      next = current.deepCopy();
    }
    AcceptedCondition.refuse(next, reason, message, batch.now());
    keep(batch, manifest.key(), kept, current, next, manifest.path());
  }

  /** Shows on an object that the file of its manifest cannot be read. */
  void refuse(Batch batch, ObjectKey key, Kept kept, String message) {
    ObjectNode current = Json.tree(kept.object());
    ObjectNode next = current.deepCopy();
    AcceptedCondition.refuse(
        next, AcceptedCondition.INVALID, message + "; mend the file and push again", batch.now());
    keep(batch, key, kept, current, next, kept.path());
  }

  /** Deletes an object whose manifest is gone: it goes when its finalizers do. */
  void withdraw(Batch batch, ObjectKey key, Kept kept) {
    ObjectNode current = Json.tree(kept.object());
    ObjectNode next = rules.deleted(batch.type(key), current, batch.now());
    if (next == null) {
      batch.remove(key, kept);
    } else {
      keep(batch, key, kept, current, next, null);
    }
  }
}
