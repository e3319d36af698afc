package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.GoneException;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * A store that also has namespaces: those that are configured and those that hold an object. They
 * are not kept anywhere; a namespace comes with the first object in it, and whoever watches is told
 * then. It is not told of one that has become empty.
 */
final class NamespaceStore implements ObjectStore {
  static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

  private final ObjectStore store;
  private final List<GroupResource> namespaced;
  private final Set<String> configured;
  private final String since;

  NamespaceStore(
      ObjectStore store, List<ResourceType> types, Set<String> configured, Instant since) {
    this.store = store;
    this.namespaced =
        types.stream().filter(ResourceType::namespaced).map(ResourceType::name).toList();
    this.configured = Set.copyOf(configured);
    this.since = since.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(configured);
    for (GroupResource type : namespaced) {
      store.list(type, null).objects().forEach(object -> names.add(object.key().namespace()));
    }
    return names;
  }

  private StoredObject namespace(String name, long version) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    UUID uid = UUID.nameUUIDFromBytes(("namespace " + name).getBytes(StandardCharsets.UTF_8));
    ObjectNode meta =
        object
            .putObject("metadata")
            .put("name", name)
            .put("uid", uid.toString())
            .put("resourceVersion", Long.toString(version))
            .put("creationTimestamp", since);
    meta.putObject("labels").put("kubernetes.io/metadata.name", name);
    object.putObject("status").put("phase", "Active");
    return new StoredObject(new ObjectKey(NAMESPACES, "", name), version, Json.bytes(object));
  }

  @Override
  public @Nullable StoredObject get(ObjectKey key) {
    if (!key.type().equals(NAMESPACES)) {
      return store.get(key);
    }
    return names().contains(key.name()) ? namespace(key.name(), 1) : null;
  }

  @Override
  public Listing list(GroupResource type, @Nullable String namespace) {
    if (!type.equals(NAMESPACES)) {
      return store.list(type, namespace);
    }
    long version = store.resourceVersion();
    return new Listing(version, names().stream().map(name -> namespace(name, 1)).toList());
  }

  @Override
  public Watch watch(
      GroupResource type,
      @Nullable String namespace,
      long resourceVersion,
      Consumer<WatchEvent> listener,
      Runnable lost)
      throws GoneException {
    if (!type.equals(NAMESPACES)) {
      return store.watch(type, namespace, resourceVersion, listener, lost);
    }
    // Told once more of a namespace that it has already, a client is none the worse for it.
    Set<String> known = new HashSet<>(configured);
    List<Watch> watches = new ArrayList<>();
    Consumer<WatchEvent> newcomers =
        event -> {
          String name = event.object().key().namespace();
          synchronized (known) {
            if (known.add(name)) {
              StoredObject added = namespace(name, event.object().resourceVersion());
              listener.accept(new WatchEvent(WatchEvent.Type.ADDED, added, null));
            }
          }
        };
    try {
      for (GroupResource each : namespaced) {
        watches.add(store.watch(each, null, resourceVersion, newcomers, lost));
      }
    } catch (GoneException e) {
      watches.forEach(Watch::close);
      throw e;
    }
    return () -> watches.forEach(Watch::close);
  }

  @Override
  public StoredObject write(ObjectKey key, long expected, @Nullable ObjectNode next, Author author)
      throws ConflictException {
    return store.write(key, expected, next, author);
  }

  @Override
  public ArchivePage archived(
      GroupResource type,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String after,
      Predicate<StoredObject> wanted,
      int limit) {
    return type.equals(NAMESPACES)
        ? ArchivePage.NONE
        : store.archived(type, namespace, name, after, wanted, limit);
  }

  @Override
  public long resourceVersion() {
    return store.resourceVersion();
  }

  @Override
  public List<Problem> problems() {
    return store.problems();
  }

  /** Does nothing: the store underneath belongs to whoever opened it. */
  @Override
  public void close() {}
}
