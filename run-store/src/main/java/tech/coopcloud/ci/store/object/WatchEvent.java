package tech.coopcloud.ci.store.object;

import org.jspecify.annotations.Nullable;

/**
 * One change, as a watcher sees it.
 *
 * @param object the object after the change; for {@link Type#DELETED} its last state, with the
 *     resourceVersion of the deletion
 * @param previous the object before the change, so that a selector can tell an object that left it;
 *     null when added
 */
public record WatchEvent(Type type, StoredObject object, @Nullable StoredObject previous) {
  /** The words that the watch protocol uses. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
