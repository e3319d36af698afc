package tech.coopcloud.ci.store.object;

/**
 * The storage under the store did not take a write (disk full, repository damaged). Nothing of it
 * was acknowledged.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what failed, where, and what to do, for a person to read
   */
  public StorageException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
