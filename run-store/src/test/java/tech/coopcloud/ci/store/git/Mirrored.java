package tech.coopcloud.ci.store.git;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.StoredObject;

/** A store and a bare repository as its remote, and how long it takes to do something with them. */
final class Mirrored implements AutoCloseable {
  private static final Author AUTHOR = new Author("simulation", "simulation@example.org");
  private static final ObjectRules RULES = new ObjectRules(List.of(Widgets.TYPE));

  final Path repository;
  final Path elsewhere;
  private final Clock clock;
  private final Housekeeping housekeeping;
  private GitObjectStore store;

  Mirrored(Path folder, Clock clock, Housekeeping housekeeping) throws IOException {
    this.clock = clock;
    this.housekeeping = housekeeping;
    Files.createDirectories(folder);
    repository = folder.resolve("state.git");
    elsewhere = folder.resolve("remote.git");
    GitCli.in(folder).git("init", "-q", "--bare", "-b", "main", elsewhere.toString());
    GitCli.in(elsewhere).git("config", "receive.autogc", "false");
    store = open();
  }

  private GitObjectStore open() {
    return GitObjectStore.open(
        repository,
        List.of(Widgets.TYPE),
        clock,
        new StateRemote(elsewhere.toUri(), null, Duration.ofSeconds(10)),
        Lead.UNKNOWN,
        CommitListener.NONE,
        housekeeping);
  }

  /** Stops the store and opens it again; how long the latter took, in milliseconds. */
  double reopen() {
    store.close();
    long start = System.nanoTime();
    store = open();
    return millis(start);
  }

  void create(String name) {
    try {
      store.write(
          Widgets.key("default", name),
          0,
          RULES.created(Widgets.TYPE, Widgets.manifest("default", name, "red"), clock.instant()),
          AUTHOR);
    } catch (ConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  void change(String name, Consumer<ObjectNode> change) {
    StoredObject now = requireNonNull(store.get(Widgets.key("default", name)));
    ObjectNode next = Json.tree(now);
    change.accept(next);
    write(now, next);
  }

  void remove(String name) {
    write(requireNonNull(store.get(Widgets.key("default", name))), null);
  }

  private void write(StoredObject now, @Nullable ObjectNode next) {
    try {
      store.write(now.key(), now.resourceVersion(), next, AUTHOR);
    } catch (ConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One durable write of an object's status, in milliseconds. */
  double status(String name) {
    long start = System.nanoTime();
    change(
        name,
        object ->
            object
                .withObjectProperty("status")
                .put("count", object.at("/metadata/resourceVersion").asLong()));
    return millis(start);
  }

  /** The same of its spec, which makes a commit on {@code main} as well. */
  double spec(String name) {
    long start = System.nanoTime();
    change(
        name,
        object ->
            object
                .withObjectProperty("spec")
                .put("colour", object.at("/spec/colour").asText().equals("red") ? "blue" : "red"));
    return millis(start);
  }

  /** A list of all, in milliseconds. */
  double list() {
    long start = System.nanoTime();
    store.list(Widgets.TYPE.name(), null);
    return millis(start);
  }

  int objects() {
    return store.list(Widgets.TYPE.name(), null).objects().size();
  }

  /** From a write of an object's status until the remote has it, in milliseconds. */
  double push(String name) throws InterruptedException, IOException {
    long start = System.nanoTime();
    status(name);
    awaitRemote();
    return millis(start);
  }

  void awaitRemote() throws InterruptedException, IOException {
    Refs ours = new Refs(repository);
    Refs theirs = new Refs(elsewhere);
    while (!requireNonNull(ours.read(Recovery.STATUS)).equals(theirs.read(Recovery.STATUS))) {
      if (!store.problems().isEmpty()) {
        throw new IllegalStateException(store.problems().toString());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  @Override
  public void close() {
    store.close();
  }
}
