package tech.coopcloud.ci.store.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;
import tech.coopcloud.ci.store.object.WatchEvent;
import tech.coopcloud.ci.store.watch.EventLog;

/** All objects in memory, as readers see them: what is in here is on disk. */
final class Tables {
  private static final int HISTORY = 10_000;
  private static final long HISTORY_BYTES = 8 << 20;

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<GroupResource, Table> tables = new HashMap<>();
  private long resourceVersion;

  private record Table(TreeMap<ObjectKey, Kept> objects, EventLog log) {}

  /**
   * @param resourceVersion newer than every version that was ever given out
   */
  Tables(Collection<ResourceType> types, Collection<Kept> objects, long resourceVersion) {
    this.resourceVersion = resourceVersion;
    for (ResourceType type : types) {
      tables.put(
          type.name(),
          new Table(new TreeMap<>(ORDER), new EventLog(resourceVersion, HISTORY, HISTORY_BYTES)));
    }
    objects.forEach(
        kept -> table(kept.object().key().type()).objects.put(kept.object().key(), kept));
  }

  private Table table(GroupResource type) {
    Table table = tables.get(type);
    if (table == null) {
      throw new IllegalArgumentException(type + " is not served by this store");
    }
    return table;
  }

  EventLog log(GroupResource type) {
    return table(type).log;
  }

  @Nullable Kept get(ObjectKey key) {
    Table table = table(key.type());
    lock.readLock().lock();
    try {
      return table.objects.get(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  ObjectStore.Listing list(GroupResource type, @Nullable String namespace) {
    Table table = table(type);
    lock.readLock().lock();
    try {
      Collection<Kept> found =
          namespace == null
              ? table.objects.values()
              : table
                  .objects
                  .subMap(
                      new ObjectKey(type, namespace, ""), new ObjectKey(type, namespace + "\0", ""))
                  .values();
      List<StoredObject> objects = new ArrayList<>(namespace == null ? found.size() : 16);
      for (Kept kept : found) {
        objects.add(kept.object());
      }
      return new ObjectStore.Listing(resourceVersion, objects);
    } finally {
      lock.readLock().unlock();
    }
  }

  long resourceVersion() {
    lock.readLock().lock();
    try {
      return resourceVersion;
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Shows changes to readers and watchers, at once.
   *
   * @param changes by key; null for an object that is gone
   * @param events in the order of their versions
   * @param newest the newest version given out
   */
  void publish(Map<ObjectKey, @Nullable Kept> changes, List<WatchEvent> events, long newest) {
    Map<GroupResource, List<WatchEvent>> byType = new HashMap<>();
    for (WatchEvent event : events) {
      byType.computeIfAbsent(event.object().key().type(), type -> new ArrayList<>()).add(event);
    }
    lock.writeLock().lock();
    try {
      changes.forEach(
          (key, kept) -> {
            if (kept == null) {
              table(key.type()).objects.remove(key);
            } else {
              table(key.type()).objects.put(key, kept);
            }
          });
      resourceVersion = newest;
      tables.forEach((type, table) -> table.log.add(byType.getOrDefault(type, List.of()), newest));
    } finally {
      lock.writeLock().unlock();
    }
  }

  void close() {
    tables.values().forEach(table -> table.log.close());
  }
}
