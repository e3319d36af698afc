/**
 * The product as its users have it: the assembled server as a process of its own, a real swarm,
 * real git, real Chromium. What is asserted is what a user or the engine says, never a record of
 * ours.
 */
@NullMarked
package tech.coopcloud.ci.controller.e2e;

import org.jspecify.annotations.NullMarked;
