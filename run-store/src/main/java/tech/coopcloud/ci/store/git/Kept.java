package tech.coopcloud.ci.store.git;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * An object and where its manifest stands.
 *
 * @param path the file in {@code main}; null when no manifest is kept, because its kind has none or
 *     because it was removed from git and the object is still terminating
 */
record Kept(StoredObject object, @Nullable String path) {}
