package tech.coopcloud.ci.store.git;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.Problem;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;
import tech.coopcloud.ci.store.object.StoredObject;

/** A store on disk, and what the API would do with it. */
final class StoreFixture implements AutoCloseable {
  static final Author GRACE = new Author("Grace", "grace@example.org");
  static final GroupResource EVENTS = new GroupResource("", "events");
  private static final List<ResourceType> TYPES = types();

  final Path repository;
  GitObjectStore store;
  private final @Nullable StateRemote remote;
  private final Clock clock;
  private final Housekeeping housekeeping;
  private final Lead lead;

  /** The commits that others brought, and what was told of them. */
  final Map<String, List<Problem>> arrived = new ConcurrentHashMap<>();

  private final ObjectRules rules = new ObjectRules(TYPES);

  StoreFixture(Path folder) {
    this(folder, null);
  }

  /** A store that keeps equal to a repository elsewhere. */
  StoreFixture(Path folder, @Nullable StateRemote remote) {
    this(folder, remote, Lead.UNKNOWN);
  }

  /** One that is told who leads there. */
  StoreFixture(Path folder, @Nullable StateRemote remote, Lead lead) {
    this(folder, remote, lead, Clock.systemUTC(), Housekeeping.DEFAULT);
  }

  /** A store whose time goes as the test wants. */
  StoreFixture(Path folder, @Nullable StateRemote remote, Clock clock, Housekeeping housekeeping) {
    this(folder, remote, Lead.UNKNOWN, clock, housekeeping);
  }

  private StoreFixture(
      Path folder,
      @Nullable StateRemote remote,
      Lead lead,
      Clock clock,
      Housekeeping housekeeping) {
    this.remote = remote;
    this.lead = lead;
    this.clock = clock;
    this.housekeeping = housekeeping;
    repository = folder.resolve("state.git");
    store = opened();
  }

  private GitObjectStore opened() {
    return GitObjectStore.open(repository, TYPES, clock, remote, lead, this::arrived, housekeeping);
  }

  private static List<ResourceType> types() {
    List<ResourceType> types = new ArrayList<>(ResourceTypes.builtins());
    types.add(Widgets.TYPE);
    return types;
  }

  private void arrived(String commit, int files, List<Problem> problems) {
    arrived.put(commit, problems);
  }

  /** Stops the store, lets something happen, and starts it again. */
  void whileAway(Runnable something) {
    store.close();
    something.run();
    store = opened();
  }

  StoredObject create(String name, String colour) throws ConflictException {
    return create(
        rules.created(Widgets.TYPE, Widgets.manifest("default", name, colour), clock.instant()));
  }

  StoredObject create(ObjectNode object) throws ConflictException {
    String name = object.path("metadata").path("name").asText();
    return store.write(Widgets.key("default", name), 0, object, GRACE);
  }

  /** Changes an object as it is now. */
  StoredObject change(String name, Consumer<ObjectNode> change) throws ConflictException {
    StoredObject current = requireNonNull(store.get(Widgets.key("default", name)));
    ObjectNode next = Json.tree(current);
    change.accept(next);
    return store.write(current.key(), current.resourceVersion(), next, GRACE);
  }

  void remove(String name) throws ConflictException {
    StoredObject current = requireNonNull(store.get(Widgets.key("default", name)));
    store.write(current.key(), current.resourceVersion(), null, GRACE);
  }

  /** What the API does when somebody deletes: marks, or removes. */
  void delete(String name) throws ConflictException {
    StoredObject current = requireNonNull(store.get(Widgets.key("default", name)));
    ObjectNode next = rules.deleted(Widgets.TYPE, Json.tree(current), Instant.now());
    store.write(current.key(), current.resourceVersion(), next, GRACE);
  }

  @Nullable ObjectNode find(String name) {
    StoredObject object = store.get(Widgets.key("default", name));
    return object == null ? null : Json.tree(object);
  }

  ObjectNode get(String name) {
    return requireNonNull(find(name), name);
  }

  String colour(String name) {
    ObjectNode object = find(name);
    return object == null ? "(none)" : object.at("/spec/colour").asText("(unset)");
  }

  List<String> names() {
    return store.list(Widgets.TYPE.name(), null).objects().stream()
        .map(StoredObject::key)
        .map(ObjectKey::name)
        .toList();
  }

  /** The messages of the events. */
  List<String> events() {
    return store.list(EVENTS, null).objects().stream()
        .map(event -> Json.tree(event).path("message").asText())
        .toList();
  }

  String show(String what) {
    return GitCli.in(repository).git("show", what);
  }

  /** The files of a branch. */
  List<String> files(String branch) {
    return GitCli.in(repository).git("ls-tree", "-r", "--name-only", branch).lines().toList();
  }

  /** What git finds wrong. */
  String fsck() {
    return GitCli.in(repository).fsck();
  }

  /** Makes a name that is listed and leads to no file. */
  static void goneSinceListed(Path file) {
    try {
      Files.createSymbolicLink(file, Path.of("gone"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String manifest(String name, String colour) {
    return """
    apiVersion: example.org/v1
    kind: Widget
    metadata:
      name: %s
      namespace: default
    spec:
      colour: %s
    """
        .formatted(name, colour);
  }

  @Override
  public void close() {
    store.close();
  }
}
