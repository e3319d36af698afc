package tech.coopcloud.ci.store.object;

import org.jspecify.annotations.Nullable;

/**
 * Something about the state repository that a person has to mend: a manifest that cannot be read,
 * two files that claim one identity, a branch that was rewritten, a disk that is full. It is gone
 * from {@link ObjectStore#problems()} once mended.
 *
 * @param path the file in {@code main}, or empty when it is about the repository itself
 * @param key the object that the file names, where that could be told
 * @param reason one CamelCase word, for machines
 * @param message one sentence: what, where, what to do
 */
public record Problem(String path, @Nullable ObjectKey key, String reason, String message) {}
