/** Finds what is in the swarm without a live TestRun, and removes it. */
@NullMarked
package tech.coopcloud.ci.orphan;

import org.jspecify.annotations.NullMarked;
