package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.FieldError;
import tech.coopcloud.ci.store.object.InvalidObjectException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** {@code create}, {@code update} and {@code patch}, of objects and of their status. */
final class Writes {
  /** Letters and digits that make no words, as apimachinery's {@code rand} has them. */
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX_LENGTH = 5;
  private static final int MAX_GENERATED_PREFIX = 58;
  private static final int NAME_ATTEMPTS = 8;

  /** How often a write that names no version starts again; each time somebody else got on. */
  private static final int ATTEMPTS = 1_000;

  /** What one write makes of the current object. */
  private interface Change {
    ObjectNode of(ObjectNode current) throws ApiError;
  }

  private final ObjectStore store;
  private final ObjectRules rules;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();

  Writes(ObjectStore store, ObjectRules rules, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.clock = clock;
  }

  void create(Context ctx, Target target, View view, Author author) throws ApiError, IOException {
    ResourceType type = target.type();
    WriteOptions options = WriteOptions.of(ctx);
    ObjectNode manifest = Body.object(ctx, options);
    identify(target, manifest);
    ObjectNode meta = metadata(manifest);
    if (!meta.path("resourceVersion").asText("").isEmpty()) {
      throw ApiError.badRequest("resourceVersion should not be set on objects to be created");
    }
    boolean generate =
        meta.path("name").asText("").isEmpty() && !meta.path("generateName").asText("").isEmpty();
    options.unknownFields(ctx, type, rules.prune(type, manifest));
    ObjectNode object = rules.created(type, manifest, clock.instant());
    for (int attempt = 1; ; attempt++) {
      if (generate) {
        metadata(object).put("name", generated(meta.path("generateName").asText()));
      }
      String name = metadata(object).path("name").asText("");
      refuse(type, name, rules.validate(type, object));
      ObjectKey key = target.key(name);
      try {
        Reply.json(ctx, 201, view.one(keep(key, 0, object, options, author)));
        return;
      } catch (ConflictException e) {
        if (!generate || attempt == NAME_ATTEMPTS) {
          throw ApiError.alreadyExists(type, name);
        }
      }
    }
  }

  void update(Context ctx, Target target, String name, View view, Author author)
      throws ApiError, IOException {
    WriteOptions options = WriteOptions.of(ctx);
    ObjectNode desired = Body.object(ctx, options);
    identify(target, desired);
    if (!metadata(desired).path("name").asText("").equals(name)) {
      throw ApiError.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(metadata(desired).path("name").asText(""), name));
    }
    options.unknownFields(ctx, target.type(), rules.prune(target.type(), desired));
    Reply.json(ctx, 200, view.one(change(target, name, options, author, _ -> desired)));
  }

  void patch(Context ctx, Target target, String name, View view, Author author)
      throws ApiError, IOException {
    WriteOptions options = WriteOptions.of(ctx);
    ResourceType type = target.type();
    Patches.Patch patch =
        Patches.read(type, Body.mediaType(ctx), Body.bytes(ctx), options.isStrict());
    StoredObject patched =
        change(
            target,
            name,
            options,
            author,
            current -> {
              ObjectNode desired = patch.applyTo(current);
              identify(target, desired);
              options.unknownFields(ctx, type, rules.prune(type, desired));
              return desired;
            });
    Reply.json(ctx, 200, view.one(patched));
  }

  private StoredObject change(
      Target target, String name, WriteOptions options, Author author, Change change)
      throws ApiError {
    ObjectKey key = target.key(name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StoredObject current = store.get(key);
      if (current == null) {
        throw ApiError.notFound(target.type(), name);
      }
      ObjectNode desired = change.of(Json.tree(current));
      try {
        return replace(target, current, desired, options, author);
      } catch (ConflictException e) {
        // Somebody was faster. A desired object that names a version is refused at the next look.
      }
    }
    throw ApiError.modified(target.type(), name);
  }

  private StoredObject replace(
      Target target, StoredObject current, ObjectNode desired, WriteOptions options, Author author)
      throws ApiError, ConflictException {
    ResourceType type = target.type();
    String name = current.key().name();
    ObjectNode before = Json.tree(current);
    String seen = metadata(desired).path("resourceVersion").asText("");
    if (!seen.isEmpty() && !seen.equals(Long.toString(current.resourceVersion()))) {
      throw ApiError.modified(type, name);
    }
    String uid = metadata(desired).path("uid").asText("");
    String is = metadata(before).path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(is)) {
      throw ApiError.conflict(
          type,
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, is));
    }
    ObjectNode next;
    try {
      next =
          target.status()
              ? rules.statusUpdated(type, before, desired)
              : rules.updated(type, before, desired, clock.instant());
    } catch (InvalidObjectException e) {
      throw ApiError.invalid(type, name, e.errors());
    }
    if (next.equals(before)) {
      return current;
    }
    refuse(type, name, rules.validateUpdate(type, before, next));
    if (ObjectRules.isFinished(next)) {
      if (!options.dryRun()) {
        store.write(current.key(), current.resourceVersion(), null, author);
      }
      return shown(current.key(), current.resourceVersion(), next);
    }
    return keep(current.key(), current.resourceVersion(), next, options, author);
  }

  private StoredObject keep(
      ObjectKey key, long expected, ObjectNode object, WriteOptions options, Author author)
      throws ConflictException {
    if (!options.dryRun()) {
      return store.write(key, expected, object, author);
    }
    StoredObject current = store.get(key);
    if ((current == null ? 0 : current.resourceVersion()) != expected) {
      throw new ConflictException(key, current);
    }
    return shown(key, expected, object);
  }

  /** An object to answer with that is not, or no longer, in the store. */
  private static StoredObject shown(ObjectKey key, long version, ObjectNode object) {
    return new StoredObject(key, version, Json.bytes(object));
  }

  /** Holds what the body says of itself against the URL. */
  private static void identify(Target target, ObjectNode object) throws ApiError {
    ResourceType type = target.type();
    String apiVersion = object.path("apiVersion").asText("");
    if (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion())) {
      throw ApiError.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(apiVersion, type.apiVersion()));
    }
    String kind = object.path("kind").asText("");
    if (!kind.isEmpty() && !kind.equals(type.kind())) {
      throw ApiError.badRequest(
          "the kind in the data (%s) does not match the expected kind (%s)"
              .formatted(kind, type.kind()));
    }
    if (!type.namespaced()) {
      return;
    }
    String namespace = metadata(object).path("namespace").asText("");
    if (namespace.isEmpty()) {
      metadata(object).put("namespace", target.namespace());
    } else if (!namespace.equals(target.namespace())) {
      throw ApiError.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void refuse(ResourceType type, String name, List<FieldError> errors)
      throws ApiError {
    if (!errors.isEmpty()) {
      throw ApiError.invalid(type, name, errors);
    }
  }

  private String generated(String prefix) {
    StringBuilder name =
        new StringBuilder(prefix.substring(0, Math.min(prefix.length(), MAX_GENERATED_PREFIX)));
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return name.toString();
  }

  private static ObjectNode metadata(ObjectNode object) throws ApiError {
    if (!object.hasNonNull("metadata")) {
      return object.putObject("metadata");
    }
    if (object.get("metadata") instanceof ObjectNode meta) {
      return meta;
    }
    throw ApiError.badRequest("metadata is no object");
  }
}
