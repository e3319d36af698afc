package tech.coopcloud.ci.store.git;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the repository holds, as far as the store has taken it in. Replaced whole by every commit.
 *
 * @param main the commit of {@code main} that the objects reflect; null before the first
 * @param status the tip of {@code status}; null before the first commit
 * @param line the stretch of history that {@code status} is on; null before the first commit
 * @param reserved versions up to this one may be given out without another commit
 */
record State(
    @Nullable ObjectId main,
    GitTree mainTree,
    @Nullable ObjectId status,
    GitTree statusTree,
    @Nullable Line line,
    long reserved) {}
