package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an object when it is created, changed and deleted: the same whether a manifest
 * came by the API or by git. The rules are those of Kubernetes' generic registry. Pure; trees that
 * are passed in are not changed, except by {@link #prune}.
 *
 * <p>An order that gives what a Kubernetes API server gives: {@link #prune}, then {@link #created}
 * or {@link #updated}, then {@link #validate} or {@link #validateUpdate} of the outcome.
 */
public final class ObjectRules {
  private static final Set<String> SERVER_OWNED =
      Set.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  /** Not kept at all: field ownership belongs to server-side apply, which is not offered. */
  private static final Set<String> DROPPED = Set.of("managedFields", "selfLink");

  private final Map<GroupResource, SchemaValidator> validators;

  /** Compiles the schemas of the types, once. */
  public ObjectRules(List<ResourceType> types) {
    validators =
        types.stream()
            .collect(Collectors.toUnmodifiableMap(ResourceType::name, SchemaValidator::new));
  }

  /**
   * Removes, in place, the fields that the type does not know.
   *
   * @return the paths of what was removed, e.g. {@code spec.stages[0].colour}
   */
  public List<String> prune(ResourceType type, ObjectNode object) {
    return StructuralSchema.prune(type.schema(), object);
  }

  /** A new object from a manifest: defaults filled in, and all that the server owns set. */
  public ObjectNode created(ResourceType type, ObjectNode manifest, Instant now) {
    ObjectNode object = manifest.deepCopy();
    ObjectNode meta = metadata(object);
    meta.remove(SERVER_OWNED);
    meta.remove(DROPPED);
    meta.put("uid", UUID.randomUUID().toString());
    meta.put("creationTimestamp", timestamp(now));
    if (countsGenerations(type)) {
      meta.put("generation", 1);
    }
    if (type.statusSubresource()) {
      object.remove("status");
    }
    complete(type, object);
    return object;
  }

  /**
   * The current object changed to what is desired. What the server owns stays, and so does the
   * status where it has a subresource of its own; the generation counts up when anything but
   * metadata and status changed. Equal to {@code current} when nothing changed.
   *
   * @throws InvalidObjectException when a field was changed that may not change
   */
  public ObjectNode updated(ResourceType type, ObjectNode current, ObjectNode desired, Instant now)
      throws InvalidObjectException {
    ObjectNode object = desired.deepCopy();
    ObjectNode meta = metadata(object);
    ObjectNode before = metadata(current);
    List<FieldError> errors = new ArrayList<>();
    for (String field : List.of("name", "namespace", "uid")) {
      if (!meta.hasNonNull(field)) {
        keep(field, before, meta);
      } else if (!meta.get(field).equals(before.get(field))) {
        errors.add(
            FieldError.invalid(
                "metadata." + field, meta.get(field).toString(), "field is immutable"));
      }
    }
    meta.remove(DROPPED);
    SERVER_OWNED.forEach(field -> keep(field, before, meta));
    if (type.statusSubresource()) {
      keep("status", current, object);
    }
    if (isTerminating(current)) {
      noNewFinalizers(before, meta, errors);
    }
    if (!errors.isEmpty()) {
      throw new InvalidObjectException(errors);
    }
    complete(type, object);
    if (before.has("generation") && !sameContent(type, current, object)) {
      meta.put("generation", before.get("generation").asLong() + 1);
    }
    return object;
  }

  /** The current object with the status of the desired one, and nothing else of it. */
  public ObjectNode statusUpdated(ResourceType type, ObjectNode current, ObjectNode desired) {
    ObjectNode object = current.deepCopy();
    keep("status", desired, object);
    complete(type, object);
    return object;
  }

  /**
   * The object once somebody asked for its deletion: marked, for its finalizers to see.
   *
   * @return null when no finalizer holds it, so that it is to be removed now; equal to {@code
   *     current} when it was marked before
   */
  public @Nullable ObjectNode deleted(ResourceType type, ObjectNode current, Instant now) {
    if (!hasFinalizers(current)) {
      return null;
    }
    ObjectNode object = current.deepCopy();
    if (isTerminating(object)) {
      return object;
    }
    ObjectNode meta = metadata(object);
    meta.put("deletionTimestamp", timestamp(now));
    meta.put("deletionGracePeriodSeconds", 0);
    if (meta.has("generation")) {
      meta.put("generation", meta.get("generation").asLong() + 1);
    }
    return object;
  }

  /**
   * Whether nothing holds a deleted object any longer: instead of being kept, it is to be removed.
   */
  public static boolean isFinished(ObjectNode object) {
    return isTerminating(object) && !hasFinalizers(object);
  }

  /** Whether somebody asked for the deletion of the object. */
  public static boolean isTerminating(ObjectNode object) {
    return object.path("metadata").hasNonNull("deletionTimestamp");
  }

  /** What is wrong with an object, in all its fields; empty when nothing is. */
  public List<FieldError> validate(ResourceType type, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(MetadataRules.validate(type, object));
    SchemaValidator validator = validators.get(type.name());
    if (validator == null) {
      throw new IllegalArgumentException(type.name() + " is not among the types of these rules");
    }
    errors.addAll(validator.validate(object));
    return errors;
  }

  /**
   * What is wrong with an object that was not wrong with it before: an object that became invalid
   * by a new schema, or was taken in with its error shown, can still be labelled, reported on and
   * finalized.
   */
  public List<FieldError> validateUpdate(ResourceType type, ObjectNode current, ObjectNode next) {
    List<FieldError> errors = validate(type, next);
    return errors.isEmpty() ? errors : new ArrayList<>(without(errors, validate(type, current)));
  }

  private static List<FieldError> without(List<FieldError> errors, List<FieldError> known) {
    Set<FieldError> old = new HashSet<>(known);
    return errors.stream().filter(error -> !old.contains(error)).toList();
  }

  private static void noNewFinalizers(ObjectNode before, ObjectNode meta, List<FieldError> errors) {
    Set<JsonNode> known = new HashSet<>();
    before.path("finalizers").forEach(known::add);
    List<String> added = new ArrayList<>();
    for (JsonNode finalizer : meta.path("finalizers")) {
      if (!known.contains(finalizer)) {
        added.add(finalizer.toString());
      }
    }
    if (!added.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "metadata.finalizers",
              "no new finalizers can be added if the object is being deleted, found new finalizers "
                  + String.join(", ", added)));
    }
  }

  /** Fills in defaults and drops empty leftovers, so that equal objects have equal trees. */
  private static void complete(ResourceType type, ObjectNode object) {
    object.put("apiVersion", type.apiVersion());
    object.put("kind", type.kind());
    ObjectNode meta = metadata(object);
    for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
      if (meta.path(field).isContainerNode() && meta.path(field).isEmpty()) {
        meta.remove(field);
      }
    }
    meta.properties().removeIf(field -> field.getValue().isNull());
    StructuralSchema.applyDefaults(type.schema(), object);
  }

  private static boolean sameContent(ResourceType type, ObjectNode one, ObjectNode other) {
    return content(type, one).equals(content(type, other));
  }

  private static ObjectNode content(ResourceType type, ObjectNode object) {
    ObjectNode content = Json.object();
    object
        .properties()
        .forEach(
            field -> {
              boolean apart =
                  field.getKey().equals("metadata")
                      || (type.statusSubresource() && field.getKey().equals("status"));
              if (!apart) {
                content.set(field.getKey(), field.getValue());
              }
            });
    return content;
  }

  private static boolean countsGenerations(ResourceType type) {
    return type.persistence() == ResourceType.Persistence.DESIRED_AND_OBSERVED;
  }

  private static boolean hasFinalizers(ObjectNode object) {
    return object.path("metadata").path("finalizers") instanceof ArrayNode array
        && !array.isEmpty();
  }

  private static void keep(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  private static ObjectNode metadata(ObjectNode object) {
    return object.get("metadata") instanceof ObjectNode meta ? meta : object.putObject("metadata");
  }

  /** RFC 3339 in whole seconds, as Kubernetes writes times in metadata. */
  private static String timestamp(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
