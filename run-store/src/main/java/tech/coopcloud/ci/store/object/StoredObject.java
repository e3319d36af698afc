package tech.coopcloud.ci.store.object;

/**
 * One immutable version of an object.
 *
 * @param resourceVersion the version of this write; the same number stands in {@code
 *     metadata.resourceVersion}
 * @param json the whole object as compact UTF-8 JSON; never changed after construction
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity of key and version, see below
public record StoredObject(ObjectKey key, long resourceVersion, byte[] json) {
  @Override
  public boolean equals(Object other) {
    return other instanceof StoredObject that
        && key.equals(that.key)
        && resourceVersion == that.resourceVersion;
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Long.hashCode(resourceVersion);
  }
}
