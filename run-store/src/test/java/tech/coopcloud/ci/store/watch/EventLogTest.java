package tech.coopcloud.ci.store.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.store.object.GoneException;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

class EventLogTest {
  private static final ObjectKey KEY =
      new ObjectKey(new GroupResource("example.org", "widgets"), "default", "a");

  private static WatchEvent event(long version) {
    return new WatchEvent(
        WatchEvent.Type.MODIFIED, new StoredObject(KEY, version, new byte[100]), null);
  }

  private static void add(EventLog log, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(i -> log.add(List.of(event(i)), i));
  }

  @Test
  void aWatcherGetsWhatIsKeptAfterItsVersionAndThenEveryChange() throws Exception {
    EventLog log = new EventLog(10, 1000, 1 << 20);
    add(log, 11, 300);
    ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
    try (ObjectStore.Watch watch =
        log.watch(null, 200, event -> seen.add(event.object().resourceVersion()), () -> {})) {
      add(log, 301, 900);
      await().until(() -> seen.size() == 700);
      assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(201, 900).boxed().toList());
      log.add(List.of(), 950);
      await().until(() -> watch.delivered() == 950);
    }
  }

  @Test
  void historyIsBoundedInNumberAndInBytesAndOlderIsGone() {
    EventLog few = new EventLog(0, 10, 1 << 20);
    add(few, 1, 100);
    assertThatThrownBy(() -> few.watch(null, 89, event -> {}, () -> {}))
        .isInstanceOf(GoneException.class);
    EventLog small = new EventLog(0, 1000, 1000);
    add(small, 1, 100);
    assertThatThrownBy(() -> small.watch(null, 89, event -> {}, () -> {}))
        .isInstanceOf(GoneException.class);
    assertThatThrownBy(() -> new EventLog(5, 10, 10).watch(null, 4, event -> {}, () -> {}))
        .isInstanceOf(GoneException.class);
  }

  @Test
  void aWatcherThatFallsBehindIsToldAndGetsNothingMore() throws Exception {
    EventLog log = new EventLog(0, 10, 1 << 20);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean lost = new AtomicBoolean();
    ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
    try (ObjectStore.Watch watch =
        log.watch(
            null,
            0,
            event -> {
              seen.add(event.object().resourceVersion());
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            () -> lost.set(true))) {
      add(log, 1, 1);
      await().until(() -> seen.size() == 1);
      add(log, 2, 100);
      release.countDown();
      await().untilTrue(lost);
      assertThat(seen).containsExactly(1L);
      assertThat(watch.delivered()).isEqualTo(1);
    }
  }

  @Test
  void aFastWatcherOfALogThatIsFullMissesNothing() throws Exception {
    EventLog log = new EventLog(0, 10, 1 << 20);
    add(log, 1, 100);
    ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
    try (ObjectStore.Watch watch =
        log.watch(null, 100, event -> seen.add(event.object().resourceVersion()), () -> {})) {
      add(log, 101, 105);
      await().until(() -> seen.size() == 5);
      assertThat(watch).isNotNull();
    }
  }
}
