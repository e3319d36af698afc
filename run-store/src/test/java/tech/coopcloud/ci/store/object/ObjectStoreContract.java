package tech.coopcloud.ci.store.object;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.store.Widgets;

/** What every {@link ObjectStore} promises to the API above it. */
public abstract class ObjectStoreContract {
  private static final Author SOMEBODY = new Author("somebody", "somebody@example.org");

  private final ObjectRules rules = new ObjectRules(List.of(Widgets.TYPE));
  private ObjectStore store;

  /** An empty store that serves {@link Widgets#TYPE}. */
  protected abstract ObjectStore open() throws Exception;

  protected ObjectStoreContract() {
    store = new MemoryObjectStore();
  }

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private ObjectNode widget(String namespace, String name) {
    return rules.created(
        Widgets.TYPE,
        Widgets.manifest(namespace, name, "red"),
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  private StoredObject create(String namespace, String name) throws ConflictException {
    return store.write(Widgets.key(namespace, name), 0, widget(namespace, name), SOMEBODY);
  }

  private StoredObject change(StoredObject object, String phase) throws ConflictException {
    ObjectNode next = Json.tree(object);
    next.withObjectProperty("status").put("phase", phase);
    return store.write(object.key(), object.resourceVersion(), next, SOMEBODY);
  }

  @Test
  void whatWasWrittenIsReadWithItsVersion() throws Exception {
    StoredObject written = create("default", "a");

    StoredObject read = requireNonNull(store.get(Widgets.key("default", "a")));
    assertThat(read).isEqualTo(written);
    ObjectNode expected = widget("default", "a");
    ObjectNode meta = expected.withObjectProperty("metadata");
    meta.put("resourceVersion", Long.toString(written.resourceVersion()));
    meta.set("uid", Json.tree(read).at("/metadata/uid"));
    assertThat(Json.tree(read)).isEqualTo(expected);
    assertThat(store.get(Widgets.key("default", "b"))).isNull();
    assertThat(store.get(Widgets.key("other", "a"))).isNull();
  }

  @Test
  void aListIsOrderedAndAtOneVersion() throws Exception {
    create("default", "b");
    create("default", "a");
    StoredObject last = create("alpha", "c");

    ObjectStore.Listing all = store.list(Widgets.TYPE.name(), null);
    assertThat(all.objects())
        .extracting(object -> object.key().namespace() + "/" + object.key().name())
        .containsExactly("alpha/c", "default/a", "default/b");
    assertThat(all.resourceVersion()).isGreaterThanOrEqualTo(last.resourceVersion());
    assertThat(store.list(Widgets.TYPE.name(), "alpha").objects()).containsExactly(last);
    assertThat(store.list(Widgets.TYPE.name(), "nowhere").objects()).isEmpty();
  }

  @Test
  void versionsOnlyGrow() throws Exception {
    long before = store.resourceVersion();
    StoredObject first = create("default", "a");
    StoredObject second = change(first, "Running");
    StoredObject removed = store.write(second.key(), second.resourceVersion(), null, SOMEBODY);
    StoredObject again = create("default", "a");

    assertThat(List.of(before, first.resourceVersion(), second.resourceVersion()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(removed.resourceVersion()).isGreaterThan(second.resourceVersion());
    assertThat(again.resourceVersion()).isGreaterThan(removed.resourceVersion());
    assertThat(store.resourceVersion()).isGreaterThanOrEqualTo(again.resourceVersion());
  }

  @Test
  void aWriterWhoSawAnOlderVersionIsRefused() throws Exception {
    StoredObject first = create("default", "a");
    StoredObject second = change(first, "Running");

    assertThatThrownBy(() -> change(first, "Done"))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.current()).isEqualTo(second));
    assertThatThrownBy(() -> create("default", "a")).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> store.write(first.key(), first.resourceVersion(), null, SOMEBODY))
        .isInstanceOf(ConflictException.class);
    assertThat(store.get(first.key())).isEqualTo(second);
  }

  @Test
  void whatIsNotThereCannotBeChangedOrRemoved() throws Exception {
    StoredObject object = create("default", "a");
    store.write(object.key(), object.resourceVersion(), null, SOMEBODY);

    assertThat(store.get(object.key())).isNull();
    assertThatThrownBy(() -> change(object, "Done"))
        .isInstanceOfSatisfying(ConflictException.class, e -> assertThat(e.current()).isNull());
    assertThatThrownBy(() -> store.write(object.key(), object.resourceVersion(), null, SOMEBODY))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void ofWritersWhoRaceForOneVersionExactlyOneWins() throws Exception {
    StoredObject object = create("default", "a");
    AtomicInteger won = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String phase = "P" + i;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      start.await();
                      change(object, phase);
                      won.incrementAndGet();
                    } catch (ConflictException e) {
                      lost.incrementAndGet();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    start.countDown();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(15);
  }

  @Test
  void aWatchTellsEveryChangeInOrderWithWhatWasBefore() throws Exception {
    StoredObject before = create("default", "before");
    ConcurrentLinkedQueue<WatchEvent> seen = new ConcurrentLinkedQueue<>();
    try (ObjectStore.Watch watch =
        store.watch(Widgets.TYPE.name(), null, before.resourceVersion(), seen::add, () -> {})) {
      StoredObject added = create("default", "a");
      StoredObject changed = change(added, "Running");
      StoredObject removed = store.write(changed.key(), changed.resourceVersion(), null, SOMEBODY);

      await().until(() -> seen.size() == 3);
      assertThat(seen)
          .containsExactly(
              new WatchEvent(WatchEvent.Type.ADDED, added, null),
              new WatchEvent(WatchEvent.Type.MODIFIED, changed, added),
              new WatchEvent(WatchEvent.Type.DELETED, removed, changed));
      assertThat(watch.delivered()).isLessThanOrEqualTo(store.resourceVersion());
    }
  }

  @Test
  void aWatchStartsInThePastAndKeepsToItsNamespace() throws Exception {
    long start = store.resourceVersion();
    StoredObject there = create("default", "a");
    create("other", "b");
    ConcurrentLinkedQueue<StoredObject> seen = new ConcurrentLinkedQueue<>();
    try (ObjectStore.Watch watch =
        store.watch(
            Widgets.TYPE.name(), "default", start, event -> seen.add(event.object()), () -> {})) {
      StoredObject more = create("default", "c");
      await().until(() -> seen.size() == 2);
      assertThat(seen).containsExactly(there, more);
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void aClosedWatchTellsNothingMore() throws Exception {
    ConcurrentLinkedQueue<WatchEvent> closed = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<WatchEvent> open = new ConcurrentLinkedQueue<>();
    AtomicBoolean lost = new AtomicBoolean();
    long start = store.resourceVersion();
    ObjectStore.Watch first =
        store.watch(Widgets.TYPE.name(), null, start, closed::add, () -> lost.set(true));
    first.close();
    try (ObjectStore.Watch second =
        store.watch(Widgets.TYPE.name(), null, start, open::add, () -> {})) {
      create("default", "a");
      await().until(() -> open.size() == 1);
      assertThat(second).isNotNull();
    }
    assertThat(closed).isEmpty();
    assertThat(lost).isFalse();
  }
}
