package tech.coopcloud.ci.forge;

import org.jspecify.annotations.Nullable;

/**
 * A pull request, as the forge has it now.
 *
 * @param commit the head's full commit id
 * @param head the repository that the head is in, null when it is gone
 */
public record Pull(long number, boolean open, String commit, @Nullable RepositoryName head) {}
