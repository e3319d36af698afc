package tech.coopcloud.ci.store.object;

import org.jspecify.annotations.Nullable;

/**
 * A write was refused because the object is no longer what the writer thought. Nothing was written.
 */
public final class ConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable StoredObject current;

  public ConflictException(ObjectKey key, @Nullable StoredObject current) {
    super(
        key
            + (current == null
                ? " does not exist any more"
                : " has changed: it is at resourceVersion " + current.resourceVersion()));
    this.current = current;
  }

  /** What is there now, or null when there is nothing. */
  public @Nullable StoredObject current() {
    return current;
  }
}
