package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects, durably, and tells of every change. All methods may be called from any thread;
 * writes block until they are on disk.
 */
public interface ObjectStore extends AutoCloseable {

  /** The object as it is now, or null. */
  @Nullable StoredObject get(ObjectKey key);

  /**
   * All objects of a type at one instant, ordered by namespace and name.
   *
   * @param namespace null for every namespace
   */
  Listing list(GroupResource type, @Nullable String namespace);

  /**
   * Replaces, creates or removes one object, if it is still at the version that the writer saw.
   * Returns once the write is on disk and visible to {@link #get} and to watchers.
   *
   * @param expected the resourceVersion that the writer saw, 0 when the object must not exist
   * @param next the whole object that is to be kept, its metadata complete but for {@code
   *     resourceVersion}, which the store sets; null to remove the object. It must not be changed
   *     afterwards
   * @return the object as kept; for a removal its last state with the resourceVersion of the
   *     removal
   * @throws ConflictException when the object is at another version than expected
   * @throws StorageException when the write did not reach the disk
   */
  StoredObject write(ObjectKey key, long expected, @Nullable ObjectNode next, Author author)
      throws ConflictException;

  /**
   * Calls the listener for every change of the type after a resourceVersion, in order and without a
   * gap, until closed. The listener is called on a thread of the watch's own; a listener that falls
   * behind the kept history is told by {@code lost} and gets nothing more.
   *
   * @param namespace null for every namespace
   * @throws GoneException when the history after {@code resourceVersion} is no longer kept
   */
  Watch watch(
      GroupResource type,
      @Nullable String namespace,
      long resourceVersion,
      Consumer<WatchEvent> listener,
      Runnable lost)
      throws GoneException;

  /**
   * A page of the objects that have left, newest first, of the types that are kept so.
   *
   * @param namespace null for every one
   * @param name null for every one
   * @param after what the page before gave as its {@link ArchivePage#next}; null for the first
   * @param wanted which of them to show
   * @param limit how many at most
   */
  default ArchivePage archived(
      GroupResource type,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String after,
      Predicate<StoredObject> wanted,
      int limit) {
    return ArchivePage.NONE;
  }

  /** The newest resourceVersion given out, of any type. */
  long resourceVersion();

  /** What a person has to mend, newest first; empty when all is well. */
  List<Problem> problems();

  @Override
  void close();

  /** Objects of one type at one instant. */
  record Listing(long resourceVersion, List<StoredObject> objects) {}

  /** A running watch. */
  interface Watch extends AutoCloseable {
    /**
     * A version up to which every change has been handed to the listener, so that a client may go
     * on from there; 0 when that is not known.
     */
    default long delivered() {
      return 0;
    }

    @Override
    void close();
  }
}
