package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;

/**
 * Measures the store alone, without HTTP. Arguments: numbers of objects, default 1000 10000 100000.
 * Every write is durable when it is counted.
 */
public final class StoreBench {
  private static final Author AUTHOR = new Author("bench", "bench@example.org");
  private static final int WRITERS = 64;
  private static final Duration LASTING = Duration.ofSeconds(5);
  private static final int SAMPLES = 1_000;

  private StoreBench() {}

  /** Prints one line a measurement. */
  public static void main(String[] args) throws Exception {
    int[] sizes =
        args.length == 0
            ? new int[] {1_000, 10_000, 100_000}
            : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    for (int size : sizes) {
      Path folder = Files.createTempDirectory("cc-ci-store-bench");
      try {
        measure(folder.resolve("state.git"), size);
      } finally {
        remove(folder);
      }
    }
  }

  private static void measure(Path repository, int size) throws Exception {
    try (GitObjectStore store =
        GitObjectStore.open(repository, List.of(Widgets.TYPE), Clock.systemUTC())) {
      fill(store, size);
      say("store update p50 at %d objects: %.2f ms", size, loneWriter(store, size));
      say("store throughput %d writers at %d objects: %d/s", WRITERS, size, many(store, size));
      say("store list of %d objects: %.1f ms", size, list(store));
      say("store write to watch event at %d objects p50: %.2f ms", size, watch(store));
    }
    long start = System.nanoTime();
    GitObjectStore.open(repository, List.of(Widgets.TYPE), Clock.systemUTC()).close();
    say("store open with %d objects: %.0f ms", size, millis(System.nanoTime() - start));
    try (Stream<Path> packs = Files.list(repository.resolve("objects/pack"))) {
      say(
          "store packs at %d objects: %d",
          size, packs.filter(p -> p.toString().endsWith(".pack")).count());
    }
  }

  private static void fill(ObjectStore store, int size) throws InterruptedException {
    ObjectRules rules = new ObjectRules(List.of(Widgets.TYPE));
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    together(
        () -> {
          for (long i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
            ObjectKey key = key(i);
            ObjectNode object =
                rules.created(
                    Widgets.TYPE,
                    Widgets.manifest(key.namespace(), key.name(), "red"),
                    Instant.now());
            status(object, "Pending", 0);
            store.write(key, 0, object, AUTHOR);
          }
        });
    say(
        "store creates %d writers up to %d objects: %.0f/s",
        WRITERS, size, size * 1000 / millis(System.nanoTime() - start));
  }

  /** About as much as a finished run has to say. */
  private static void status(ObjectNode object, String phase, int count) {
    ObjectNode status = object.withObjectProperty("status").put("phase", phase).put("count", count);
    var conditions = status.putArray("conditions");
    for (String type : List.of("Accepted", "Deployed", "Healthy", "CleanedUp")) {
      conditions
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("reason", "AsItShouldBe")
          .put("message", "It was looked at " + count + " times, and was as it should be")
          .put("lastTransitionTime", "2026-01-01T00:00:00Z");
    }
  }

  private static ObjectKey key(long i) {
    return Widgets.key("default", "widget-" + i);
  }

  private static void update(ObjectStore store, ObjectKey key, int count) throws ConflictException {
    StoredObject current = Objects.requireNonNull(store.get(key));
    ObjectNode next = Json.tree(current);
    status(next, "Running", count);
    store.write(key, current.resourceVersion(), next, AUTHOR);
  }

  private static double loneWriter(ObjectStore store, int size) throws ConflictException {
    Random random = new Random(1);
    long[] nanos = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      ObjectKey key = key(random.nextInt(size));
      long start = System.nanoTime();
      update(store, key, i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return millis(nanos[SAMPLES / 2]);
  }

  private static long many(ObjectStore store, int size) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    AtomicLong seed = new AtomicLong();
    long end = System.nanoTime() + LASTING.toNanos();
    together(
        () -> {
          Random random = new Random(seed.incrementAndGet());
          while (System.nanoTime() < end) {
            try {
              update(store, key(random.nextInt(size)), random.nextInt());
              done.incrementAndGet();
            } catch (ConflictException e) {
              continue; // two met at one object
            }
          }
        });
    return done.get() / LASTING.toSeconds();
  }

  private static double list(ObjectStore store) {
    long[] nanos = new long[20];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      store.list(Widgets.TYPE.name(), null);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return millis(nanos[nanos.length / 2]);
  }

  private static double watch(ObjectStore store) throws Exception {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      AtomicLong seen = new AtomicLong();
      AtomicBoolean told = new AtomicBoolean();
      try (ObjectStore.Watch watch =
          store.watch(
              Widgets.TYPE.name(),
              null,
              store.resourceVersion(),
              (WatchEvent event) -> {
                seen.set(System.nanoTime());
                told.set(true);
              },
              () -> {})) {
        long start = System.nanoTime();
        update(store, key(i), i);
        while (!told.get()) {
          Thread.onSpinWait();
        }
        nanos[i] = seen.get() - start;
        watch.delivered();
      }
    }
    Arrays.sort(nanos);
    return millis(nanos[nanos.length / 2]);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void together(Work work) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      work.run();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void say(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
