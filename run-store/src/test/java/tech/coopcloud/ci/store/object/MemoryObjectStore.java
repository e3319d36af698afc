package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An {@link ObjectStore} that forgets: everything but the disk, held to the same contract. */
public final class MemoryObjectStore implements ObjectStore {
  private final TreeMap<ObjectKey, StoredObject> objects =
      new TreeMap<>(
          Comparator.comparing((ObjectKey key) -> key.type().toString())
              .thenComparing(ObjectKey::namespace)
              .thenComparing(ObjectKey::name));
  private final ArrayDeque<WatchEvent> history = new ArrayDeque<>();
  private final int kept;
  private long version = 1;
  private long forgotten = 1;
  private boolean closed;
  private boolean full;
  private final AtomicInteger watches = new AtomicInteger();

  /**
   * @param kept how many changes a watch may lag behind
   */
  public MemoryObjectStore(int kept) {
    this.kept = kept;
  }

  public MemoryObjectStore() {
    this(10_000);
  }

  /** From now on behaves as a store does whose disk is full, or no longer is. */
  public synchronized void setFull(boolean full) {
    this.full = full;
  }

  /** How many watches are open. */
  public int watches() {
    return watches.get();
  }

  @Override
  public synchronized @Nullable StoredObject get(ObjectKey key) {
    return objects.get(key);
  }

  @Override
  public synchronized Listing list(GroupResource type, @Nullable String namespace) {
    List<StoredObject> found =
        objects.values().stream()
            .filter(object -> object.key().type().equals(type))
            .filter(object -> namespace == null || object.key().namespace().equals(namespace))
            .toList();
    return new Listing(version, found);
  }

  @Override
  public synchronized StoredObject write(
      ObjectKey key, long expected, @Nullable ObjectNode next, Author author)
      throws ConflictException {
    StoredObject current = objects.get(key);
    if ((current == null ? 0 : current.resourceVersion()) != expected) {
      throw new ConflictException(key, current);
    }
    if (full) {
      throw new StorageException(
          "The disk is full: free some space", new IOException("No space left on device"));
    }
    long now = ++version;
    if (next == null) {
      if (current == null) {
        throw new ConflictException(key, null);
      }
      StoredObject removed = at(key, now, Json.tree(current));
      objects.remove(key);
      tell(new WatchEvent(WatchEvent.Type.DELETED, removed, current));
      return removed;
    }
    StoredObject written = at(key, now, next.deepCopy());
    objects.put(key, written);
    tell(
        new WatchEvent(
            current == null ? WatchEvent.Type.ADDED : WatchEvent.Type.MODIFIED, written, current));
    return written;
  }

  private static StoredObject at(ObjectKey key, long version, ObjectNode object) {
    object.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
    return new StoredObject(key, version, Json.bytes(object));
  }

  private void tell(WatchEvent event) {
    history.add(event);
    while (history.size() > kept) {
      forgotten = history.remove().object().resourceVersion();
    }
    notifyAll();
  }

  @Override
  public synchronized Watch watch(
      GroupResource type,
      @Nullable String namespace,
      long resourceVersion,
      Consumer<WatchEvent> listener,
      Runnable lost)
      throws GoneException {
    if (resourceVersion < forgotten) {
      throw new GoneException(resourceVersion, forgotten);
    }
    Follower follower = new Follower(type, namespace, resourceVersion, listener, lost);
    watches.incrementAndGet();
    follower.thread = Thread.ofVirtual().start(follower::run);
    return follower;
  }

  @Override
  public synchronized long resourceVersion() {
    return version;
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private final class Follower implements Watch {
    private final GroupResource type;
    private final @Nullable String namespace;
    private final Consumer<WatchEvent> listener;
    private final Runnable lost;
    private volatile long position;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    Follower(
        GroupResource type,
        @Nullable String namespace,
        long position,
        Consumer<WatchEvent> listener,
        Runnable lost) {
      this.type = type;
      this.namespace = namespace;
      this.position = position;
      this.listener = listener;
      this.lost = lost;
    }

    void run() {
      try {
        while (!stopped) {
          long until;
          List<WatchEvent> batch;
          synchronized (MemoryObjectStore.this) {
            while (!stopped && !closed && position >= version) {
              MemoryObjectStore.this.wait();
            }
            if (stopped || closed) {
              return;
            }
            if (position < forgotten) {
              lost.run();
              return;
            }
            until = version;
            batch = after(position);
          }
          batch.forEach(listener);
          position = until;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private List<WatchEvent> after(long position) {
      List<WatchEvent> found = new ArrayList<>();
      for (var events = history.descendingIterator(); events.hasNext(); ) {
        WatchEvent event = events.next();
        if (event.object().resourceVersion() <= position) {
          break;
        }
        ObjectKey key = event.object().key();
        if (key.type().equals(type) && (namespace == null || key.namespace().equals(namespace))) {
          found.add(event);
        }
      }
      return found.reversed();
    }

    @Override
    public long delivered() {
      return position;
    }

    @Override
    public void close() {
      if (!stopped) {
        watches.decrementAndGet();
      }
      stopped = true;
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }
  }
}
