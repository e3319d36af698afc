/**
 * Keeps objects in a git repository: desired state as manifests on {@code main}, observed state on
 * {@code status}. The only package that imports JGit, which it uses to read; what it writes, it
 * writes itself, one small pack a batch, so that one fsync makes a batch durable. {@link
 * tech.coopcloud.ci.store.git.GitObjectStore} is the way in.
 */
@NullMarked
package tech.coopcloud.ci.store.git;

import org.jspecify.annotations.NullMarked;
