/**
 * The Co-op Cloud recipe format: reads a checked-out recipe into the objects that Swarm is to have,
 * and judges them by the policy. Pure: no network, no engine, no shell.
 */
@NullMarked
package tech.coopcloud.ci.recipe;

import org.jspecify.annotations.NullMarked;
