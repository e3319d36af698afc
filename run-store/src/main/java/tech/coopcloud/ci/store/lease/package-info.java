/**
 * Which of several servers on one state repository leads: a {@code coordination.k8s.io} Lease that
 * lies on the remote, and takes effect once the remote has accepted it. A {@link
 * tech.coopcloud.ci.store.lease.Contender} waits for it, a {@link
 * tech.coopcloud.ci.store.lease.HeldLease} keeps it.
 */
@NullMarked
package tech.coopcloud.ci.store.lease;

import org.jspecify.annotations.NullMarked;
