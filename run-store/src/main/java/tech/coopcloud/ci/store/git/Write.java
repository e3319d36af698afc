package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.StorageException;
import tech.coopcloud.ci.store.object.StoredObject;

/** A write that somebody waits for. */
final class Write {
  final ObjectKey key;
  final long expected;
  final @Nullable ObjectNode next;
  final Author author;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable StoredObject stored;
  private volatile @Nullable Exception failure;

  Write(ObjectKey key, long expected, @Nullable ObjectNode next, Author author) {
    this.key = key;
    this.expected = expected;
    this.next = next;
    this.author = author;
  }

  void succeed(StoredObject object) {
    stored = object;
    done.countDown();
  }

  void fail(Exception why) {
    failure = why;
    done.countDown();
  }

  /** Waits for the outcome, even when interrupted: the writer has to know it. */
  StoredObject await() throws ConflictException {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Exception why = failure;
    StoredObject object = stored;
    if (why instanceof ConflictException conflict) {
      throw new ConflictException(key, conflict.current());
    }
    if (object == null) {
      throw new StorageException(
          why == null ? "no outcome" : String.valueOf(why.getMessage()),
          why == null ? new IllegalStateException() : why);
    }
    return object;
  }
}
