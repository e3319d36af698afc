/**
 * The Kubernetes API whose etcd is a git repository: it serves whatever CRDs it is handed and knows
 * no kind of its own.
 */
@NullMarked
package tech.coopcloud.ci.store;

import org.jspecify.annotations.NullMarked;
