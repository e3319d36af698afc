package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ObjectStore.Listing;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** {@code delete} and {@code deletecollection}. */
final class Deletes {
  private final ObjectStore store;
  private final ObjectRules rules;
  private final Clock clock;

  Deletes(ObjectStore store, ObjectRules rules, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.clock = clock;
  }

  void one(Context ctx, Target target, String name, View view, Author author)
      throws ApiError, IOException {
    DeleteOptions options = DeleteOptions.of(ctx);
    ResourceType type = target.type();
    ObjectKey key = target.key(name);
    while (true) {
      StoredObject current = store.get(key);
      if (current == null) {
        throw ApiError.notFound(type, name);
      }
      check(type, current, options);
      try {
        StoredObject marked = delete(type, current, options.dryRun(), author);
        if (marked == null) {
          String uid = Json.tree(current).path("metadata").path("uid").asText();
          Reply.json(ctx, 200, ApiError.success(type, name, uid));
        } else {
          Reply.json(ctx, 200, view.one(marked));
        }
        return;
      } catch (ConflictException e) {
        // It changed meanwhile: look at it again.
      }
    }
  }

  void collection(Context ctx, Target target, Author author) throws ApiError, IOException {
    DeleteOptions options = DeleteOptions.of(ctx);
    Selection selection = Reads.selection(ctx, target);
    ResourceType type = target.type();
    Listing listing = store.list(type.name(), target.namespace());
    List<StoredObject> deleted = new ArrayList<>();
    for (StoredObject object : listing.objects()) {
      StoredObject current = object;
      while (current != null && selection.matches(current)) {
        try {
          StoredObject marked = delete(type, current, options.dryRun(), author);
          deleted.add(marked == null ? current : marked);
          break;
        } catch (ConflictException e) {
          current = e.current();
        }
      }
    }
    View.Page page = new View.Page(listing.resourceVersion(), deleted, null, null);
    Reply.stream(ctx, 0, out -> new PlainView(type).list(page, out));
  }

  /** Null when the object is gone, else what its finalizers have to work on. */
  private @Nullable StoredObject delete(
      ResourceType type, StoredObject current, boolean dryRun, Author author)
      throws ConflictException {
    ObjectNode before = Json.tree(current);
    ObjectNode next = rules.deleted(type, before, clock.instant());
    if (next == null || ObjectRules.isFinished(next)) {
      if (!dryRun) {
        store.write(current.key(), current.resourceVersion(), null, author);
      }
      return null;
    }
    if (next.equals(before)) {
      return current;
    }
    if (dryRun) {
      return new StoredObject(current.key(), current.resourceVersion(), Json.bytes(next));
    }
    return store.write(current.key(), current.resourceVersion(), next, author);
  }

  private static void check(ResourceType type, StoredObject current, DeleteOptions options)
      throws ApiError {
    String name = current.key().name();
    String uid = Json.tree(current).path("metadata").path("uid").asText();
    if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
      throw ApiError.conflict(
          type,
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(options.uid(), uid));
    }
    String version = Long.toString(current.resourceVersion());
    if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
      throw ApiError.conflict(
          type,
          name,
          "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object"
                  .formatted(options.resourceVersion())
              + " meta: "
              + version);
    }
  }
}
